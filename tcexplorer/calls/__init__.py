"""A call from wish to record: context, plan, consent, perform, exchange, record. Whoever calls drives `CallFlow`."""
