"""From an operation to its derivation: the chain rule over the graph of its named quantities."""
