"""Trains a model: ``python train.py model=bilstm trainer.max_epochs=5``, or ``--help``."""

from sentiment.train import main

if __name__ == "__main__":
    main()
