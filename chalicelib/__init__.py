"""116323 多方通话: the product. Layers: words ← adapters ← domain ← ports."""
