"""Starting networks, one file per architecture."""

from wellfit.recipes.networks.base import Network
from wellfit.recipes.networks.category import CategoryNetwork
from wellfit.recipes.networks.convolution import ConvolutionalNetwork
from wellfit.recipes.networks.convolution_1d import Convolution1DNetwork
from wellfit.recipes.networks.dense import DenseNetwork
from wellfit.recipes.networks.embedding import EmbeddingNetwork
from wellfit.recipes.networks.pooled_convolution import PooledConvolutionalNetwork
from wellfit.recipes.networks.recurrent import RecurrentNetwork
from wellfit.recipes.networks.starting import starting_network

__all__ = [
    "CategoryNetwork",
    "Convolution1DNetwork",
    "ConvolutionalNetwork",
    "DenseNetwork",
    "EmbeddingNetwork",
    "Network",
    "PooledConvolutionalNetwork",
    "RecurrentNetwork",
    "starting_network",
]
