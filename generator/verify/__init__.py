"""Is it true? Proofs of steps, numeric gradients of results, and the wrong variants that the same check rejects."""
