"""Mathematics: terms, rules, derivations. Nothing here knows a neural network."""
