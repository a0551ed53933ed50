/**
 * What outlives the process: the contract between core and store ({@link io.postrider.broker.store.WriteSet},
 * {@link io.postrider.broker.store.ReadRequest}, the records), and the store on RocksDB behind it.
 *
 * <h2>Format 3</h2>
 *
 * The file {@code format} of the data folder names the format. A broker reads its own format and released older ones, and refuses others.
 * Numbers in keys are eight bytes (n8), highest byte first; in values they are varints (v). {@code text} is a varint length and
 * UTF-8, {@code text?} the same with length + 1, 0 for null.
 *
 * <pre>
 * family 1, state            ordinary put and delete; loaded at a start, but for attempts
 *
 *   key                                   value
 *   'A' subscription:n8 priority:1        attempts:v                                                AttemptsRecord
 *       position:n8
 *   'B' subscription:n8 priority:1        64 words of 8 bytes, highest byte first                   BitmapRecord
 *       block:n8
 *   'C' subscription:n8 priority:1        floor:v                                                   FloorRecord
 *   'D' destination:n8                    kind:1 name:text                                          DestinationRecord
 *   'K' connection:n8                     token length:v token user:text                            ConnectionRecord
 *   'L' destination:n8 priority:1         lowest:v tail:v count:v bytes:v expiresFirst:v            LaneRecord
 *   'M' subscription:n8 priority:1        up to:v                                                   MarkRecord
 *   'N' session:n8                        connection:v persistent last:v transaction:v              SessionRecord
 *                                         committed:1 acknowledge last:v count:v
 *                                         (series:v number:v code:v detail:text)*
 *   'O' body:n8                           holders:v chunks:v                                        BodyRecord
 *   'P' counter:n8                        reserved up to:v                                          CounterRecord
 *   'S' subscription:n8                   destination:v form:1 name:text client id:text?            SubscriptionRecord
 *                                         selector:text? no local:1 from:v
 *   'U'                                   empty; there while a broker runs                          a clean stop deletes it
 *   'V'                                   node id, 24 hexadecimal digits
 *   'W'                                   epoch:v number:v previous:v durable:v                     AppliedRecord, in every batch
 *   'X' branch:n8                         session:v [format id:4 global length:v global              BranchRecord
 *                                         branch length:v branch] user:text client:text
 *                                         started:v changed:v form:1 decided by:text
 *   'Y' branch:n8 index:4                 count:v (due:v length:v StoredMessage)*                   BranchPartRecord
 *                                         count:v (subscription:v priority:1 position:v)*
 *
 * family 2, messages         each key is put once and removed once (SingleDelete)
 *
 *   'd' due ms:n8 accepted:n8             StoredMessage
 *   'm' destination:n8 9-priority:1       StoredMessage
 *       position:n8
 *   'x' subscription:n8 9-priority:1      empty: the subscription wants the message at that position
 *       position:n8
 *
 *   StoredMessage =  0        4      5
 *                   +--------+------+------------+-----------+--------------+-------------------+---------------+------------+--------+-------------+
 *                   | CRC-32C| flags| accepted:v | expires:v | connection:v | client id:text?   | destination:v | priority:1 | body:v | WireMessage |
 *                   +--------+------+------------+-----------+--------------+-------------------+---------------+------------+--------+-------------+
 *                   checksum of the key and of all that follows it; flags: 1 persistent, 2 body by reference; body only with flag 2
 *
 * family 3, chunks           each key is put once and removed once (SingleDelete)
 *
 *   body:n8 index:4                       up to 64 KiB of the body
 * </pre>
 *
 * The overflow has the same families and values. In its logs a subscription stands where a destination does ('m' subscription:n8 ...):
 * each that cannot keep up has its own copies there, and 'A' records its attempts. Bodies are inline; those by reference stay in the
 * store.
 *
 * Families are flushed together, and every batch holds the number of its last write set: what is in the store is always the
 * state after one write set, never a part of one.
 *
 * <h2>When data is durable</h2>
 *
 * A write set is <em>applied</em> when reads see it, and <em>durable</em> when its write-ahead log is synced. Between the two it
 * outlives a crash of the process but not a loss of power, so nothing that depends on it leaves the broker.
 *
 * <h2>What a start makes of damage</h2>
 *
 * <table>
 * <caption>Damage and what is done about it</caption>
 * <tr><th>what</th><th>how it is found</th><th>what happens</th></tr>
 * <tr><td>end of the write-ahead log torn</td><td>checksum of the log</td><td>normal after a loss of power: the write sets in it were
 *     never reported durable</td></tr>
 * <tr><td>the last durable write sets are missing</td><td>the last applied number is below that of the file {@code hint}, which is
 *     written at most once a second after a sync</td><td>the start goes on, warns, and counts them in
 *     {@link io.postrider.broker.store.LoadedState#lostWriteSets}</td></tr>
 * <tr><td>write-ahead log damaged in its middle</td><td>behind the damage stands a group whose header says that write sets were
 *     durable which cannot be recovered</td><td>the start stops before anything is changed; {@code acceptLoss} goes on without what
 *     follows the damage</td></tr>
 * <tr><td>manifest or table file missing or unreadable at open</td><td>RocksDB</td><td>the start stops with a sentence</td></tr>
 * <tr><td>a state record</td><td>its form; the checksum of its block</td><td>the start stops: without it messages could be lost or
 *     delivered twice</td></tr>
 * <tr><td>a message</td><td>its checksum, when it is read</td><td>set aside: passed over, counted in
 *     {@link io.postrider.broker.store.ReadResult#damaged}, logged once with its place</td></tr>
 * <tr><td>a body by reference, a match without message</td><td>when it is read</td><td>the message is set aside</td></tr>
 * <tr><td>a block of a table file</td><td>checksum of the block, when it is read</td><td>its range is fenced: the result ends behind it,
 *     the rest goes on. The file {@code fenced} notes it, and nothing is compacted any more, since RocksDB stops all writes when a
 *     compaction meets such a block; if one meets it first, the broker stops once and the next start goes on</td></tr>
 * <tr><td>{@code hint} missing or damaged</td><td>its checksum</td><td>as if there were none</td></tr>
 * <tr><td>anything of the overflow</td><td></td><td>deleted at each start</td></tr>
 * </table>
 *
 * A write or sync that fails is terminal: see {@link io.postrider.broker.store.Committer}.
 */
package io.postrider.broker.store;
