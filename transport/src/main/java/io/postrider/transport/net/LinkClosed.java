package io.postrider.transport.net;

import io.postrider.transport.frame.ErrorCode;

/**
 * Why a link ended: the first reason that either side gave, or LINK_LOST.
 *
 * @param code   as this side closed it, or as the peer's Close frame said
 * @param detail a sentence for people
 * @param cause  what was thrown, or null
 */
public record LinkClosed(ErrorCode code, String detail, Throwable cause) {
}
