"""The nouns that pass between rooms: frozen, slotted, typed values that pickle small and read back from disk."""
