package io.postrider.broker.core;

/** An invariant does not hold in a simulation. */
final class SimulationFailure extends AssertionError {
    SimulationFailure(String detail) {
        super(detail);
    }
}
