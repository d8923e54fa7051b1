"""Tiny pipelines in the diffusers format: random, seeded, made in a second, with every part that the real ones have."""

from contextlib import contextmanager

#: Enough to spell anything; every word is one letter after another.
QWEN_SPECIAL = (
    *("<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>", "<|vision_pad|>"),
    *("<|image_pad|>", "<|video_pad|>"),
)
CHAT_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n"
    "{% if enable_thinking is defined and not enable_thinking %}<think>\n\n</think>\n\n{% endif %}{% endif %}"
)
#: Of the blocks of VAEs, which shrink by 8, as real ones do.
VAE_CHANNELS = (4, 4, 4, 8)


@contextmanager
def seeded(seed=0):
    """Make the same random weights each time, and leave the chance of others alone."""
    import torch

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        yield


def stable_diffusion(folder):
    """A UNet with CLIP."""
    import diffusers

    with seeded():
        pipeline = diffusers.StableDiffusionPipeline(
            vae=kl_autoencoder(scaling_factor=0.18215),
            text_encoder=clip(),
            tokenizer=clip_tokenizer(),
            unet=unet(cross_attention_dim=16),
            scheduler=sigma_scheduler(),
            safety_checker=None,
            feature_extractor=None,
            requires_safety_checker=False,
        )
        strengthen(pipeline, 3)
    return saved(pipeline, folder)


def stable_diffusion_xl(folder):
    """A UNet with two CLIPs, which also reads sizes."""
    import diffusers

    with seeded():
        pipeline = diffusers.StableDiffusionXLPipeline(
            vae=kl_autoencoder(scaling_factor=0.13025),
            text_encoder=clip(),
            text_encoder_2=clip("CLIPTextModelWithProjection"),
            tokenizer=clip_tokenizer(),
            tokenizer_2=clip_tokenizer(),
            unet=unet(
                cross_attention_dim=2 * 16,
                addition_embed_type="text_time",
                addition_time_embed_dim=4,
                projection_class_embeddings_input_dim=16 + 6 * 4,
            ),
            scheduler=sigma_scheduler(),
        )
        strengthen(pipeline, 3)
    return saved(pipeline, folder)


def unet(**config):
    import diffusers

    return diffusers.UNet2DConditionModel(
        block_out_channels=(8, 16),
        layers_per_block=1,
        sample_size=8,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        attention_head_dim=4,
        norm_num_groups=4,
        **config,
    )


def clip(kind="CLIPTextModel"):
    import transformers

    config = transformers.CLIPTextConfig(
        vocab_size=514,
        hidden_size=16,
        intermediate_size=32,
        projection_dim=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        max_position_embeddings=77,
        bos_token_id=512,
        eos_token_id=513,
        pad_token_id=513,
    )
    return getattr(transformers, kind)(config)


def sigma_scheduler():
    import diffusers

    return diffusers.EulerDiscreteScheduler(
        beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", steps_offset=1
    )


def flux2_klein(folder):
    """A transformer that looks at references, and 28 layers of text encoder, of which it sees three."""
    import diffusers

    with seeded():
        transformer = diffusers.Flux2Transformer2DModel(
            in_channels=16,
            num_layers=1,
            num_single_layers=1,
            attention_head_dim=16,
            num_attention_heads=2,
            joint_attention_dim=3 * 8,
            timestep_guidance_channels=16,
            axes_dims_rope=(4, 4, 4, 4),
            guidance_embeds=False,
        )
        vae = diffusers.AutoencoderKLFlux2(
            block_out_channels=VAE_CHANNELS, layers_per_block=1, latent_channels=4, norm_num_groups=2
        )
        vae.bn.running_mean.uniform_(-0.5, 0.5)
        vae.bn.running_var.uniform_(0.5, 2.0)
        encoder = qwen3(layers=28, width=8)
        pipeline = diffusers.Flux2KleinPipeline(
            scheduler=flow_scheduler(),
            vae=vae,
            text_encoder=encoder,
            tokenizer=qwen_tokenizer(),
            transformer=transformer,
            is_distilled=True,
        )
        strengthen(pipeline, 3)
    return saved(pipeline, folder)


def z_image(folder):
    """A transformer that reads the words and the picture in one row."""
    import diffusers

    with seeded():
        transformer = diffusers.ZImageTransformer2DModel(
            in_channels=4,
            dim=32,
            n_layers=2,
            n_refiner_layers=1,
            n_heads=2,
            n_kv_heads=2,
            cap_feat_dim=8,
            axes_dims=[4, 6, 6],
            axes_lens=[1024, 64, 64],
        )
        for token in (transformer.x_pad_token, transformer.cap_pad_token):
            token.data.normal_()
        pipeline = diffusers.ZImagePipeline(
            scheduler=flow_scheduler(),
            vae=kl_autoencoder(scaling_factor=0.3611, shift_factor=0.1159),
            text_encoder=qwen3(layers=3, width=8, kind="Qwen3Model"),
            tokenizer=qwen_tokenizer(),
            transformer=transformer,
        )
        strengthen(pipeline, 2.5)
    return saved(pipeline, folder)


def qwen_image(folder):
    """A transformer with a text encoder that could see, and a VAE that is made for films."""
    import diffusers

    with seeded():
        pipeline = diffusers.QwenImagePipeline(**qwen_parts())
        strengthen(pipeline, 2)
    return saved(pipeline, folder)


def qwen_image_edit(folder):
    """The same with a processor, for pictures that the text encoder sees."""
    import diffusers

    from tests import pipelines

    with seeded():
        parts = qwen_parts(layers=1, vae_width=2)  # it paints at 1024x1024
        pipeline = diffusers.QwenImageEditPlusPipeline(**parts, processor=pipelines.QwenProcessor())
        strengthen(pipeline, 2)
    return saved(pipeline, folder)


def qwen_parts(*, layers=2, vae_width=4):
    import diffusers
    import transformers

    vision = {
        "depth": 1,
        "hidden_size": 16,
        "intermediate_size": 16,
        "num_heads": 2,
        "out_hidden_size": 16,
        "fullatt_block_indexes": [0],
    }
    ids = {token: 256 + number for number, token in enumerate(QWEN_SPECIAL)}
    config = transformers.Qwen2_5_VLConfig(
        text_config={
            "hidden_size": 16,
            "intermediate_size": 16,
            "num_hidden_layers": 2,
            "num_attention_heads": 2,
            "num_key_value_heads": 2,
            "rope_scaling": {"mrope_section": [1, 1, 2], "rope_type": "default", "type": "default"},
            "rope_theta": 1000000.0,
            "vocab_size": 256 + len(QWEN_SPECIAL),
            "bos_token_id": 256,
            "eos_token_id": 256,
        },
        vision_config=vision,
        image_token_id=ids["<|image_pad|>"],
        video_token_id=ids["<|video_pad|>"],
        vision_start_token_id=ids["<|vision_start|>"],
        vision_end_token_id=ids["<|vision_end|>"],
    )
    transformer = diffusers.QwenImageTransformer2DModel(
        in_channels=16,
        out_channels=4,
        num_layers=layers,
        attention_head_dim=16,
        num_attention_heads=2,
        joint_attention_dim=16,
        axes_dims_rope=(4, 6, 6),
    )
    vae = diffusers.AutoencoderKLQwenImage(
        base_dim=vae_width,
        z_dim=4,
        dim_mult=[1, 1, 1, 1],
        num_res_blocks=1,
        temperal_downsample=[False, True, True],
        latents_mean=[-0.4, 0.1, 0.3, -0.2],
        latents_std=[0.7, 1.2, 0.9, 1.5],
    )
    return {
        "scheduler": flow_scheduler(),
        "vae": vae,
        "text_encoder": transformers.Qwen2_5_VLForConditionalGeneration(config),
        "tokenizer": qwen_tokenizer(),
        "transformer": transformer,
    }


def qwen3(*, layers, width, kind="Qwen3ForCausalLM"):
    import transformers

    config = transformers.Qwen3Config(
        vocab_size=256 + len(QWEN_SPECIAL),
        hidden_size=width,
        intermediate_size=width,
        num_hidden_layers=layers,
        num_attention_heads=1,
        num_key_value_heads=1,
        head_dim=8,
        max_position_embeddings=1024,
        bos_token_id=256,
        eos_token_id=256,
    )
    return getattr(transformers, kind)(config)


def calm(source, folder):
    """The Qwen-Image pipeline in `source`, to which one step is nearly like another."""
    import diffusers

    pipeline = diffusers.QwenImagePipeline.from_pretrained(source)
    for part, factor in ((pipeline.transformer.time_text_embed, 0.0), (pipeline.transformer.proj_out, 0.3)):
        for weights in part.parameters():
            weights.data.mul_(factor)
    return saved(pipeline, folder)


def kl_autoencoder(**config):
    import diffusers

    return diffusers.AutoencoderKL(
        block_out_channels=VAE_CHANNELS,
        down_block_types=["DownEncoderBlock2D"] * 4,
        up_block_types=["UpDecoderBlock2D"] * 4,
        latent_channels=4,
        norm_num_groups=2,
        **config,
    )


def tiny_decoder(folder):
    """An autoencoder for previews."""
    import diffusers

    with seeded():
        model = diffusers.AutoencoderTiny(
            encoder_block_out_channels=(4, 4, 4, 4),
            decoder_block_out_channels=(4, 4, 4, 4),
            num_encoder_blocks=(1, 1, 1, 1),
            num_decoder_blocks=(1, 1, 1, 1),
        )
    model.save_pretrained(folder)
    return folder


def gguf_transformer(folder, path):
    """The transformer of the pipeline in `folder` as a GGUF file of eight bits, by diffusers' names."""
    import gguf
    from safetensors.numpy import load_file

    writer = gguf.GGUFWriter(path, "tiny")
    for name, weights in load_file(folder / "transformer" / "diffusion_pytorch_model.safetensors").items():
        kind = None
        if weights.ndim == 2 and weights.shape[1] % 32 == 0 and name.endswith(".weight"):
            kind = gguf.GGMLQuantizationType.Q8_0
            weights = gguf.quants.quantize(weights, kind)
        writer.add_tensor(name, weights, raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def flow_scheduler():
    import diffusers

    return diffusers.FlowMatchEulerDiscreteScheduler(
        use_dynamic_shifting=True, base_shift=0.5, max_shift=1.15, base_image_seq_len=256, max_image_seq_len=4096
    )


def letters():
    """A character for each byte, as byte level vocabularies write them."""
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [byte for byte in range(256) if byte not in shown]
    return [chr(byte) for byte in shown] + [chr(256 + number) for number in range(len(hidden))]


def clip_tokenizer():
    import transformers

    tokens = [*letters(), *(f"{letter}</w>" for letter in letters()), "<|startoftext|>", "<|endoftext|>"]
    vocab = {token: number for number, token in enumerate(tokens)}
    return transformers.CLIPTokenizer(vocab=vocab, merges=[], model_max_length=77)


def qwen_tokenizer():
    import transformers

    vocab = {token: number for number, token in enumerate([*letters(), *QWEN_SPECIAL])}
    tokenizer = transformers.Qwen2Tokenizer(vocab=vocab, merges=[], extra_special_tokens=list(QWEN_SPECIAL[1:]))
    tokenizer.chat_template = CHAT_TEMPLATE
    tokenizer.model_max_length = 4096
    return tokenizer


def __getattr__(name):
    """`QwenProcessor`, made when it is asked for, as diffusers does by its name in a `model_index.json`; and the base
    by which it knows how to load it."""
    if name not in ("QwenProcessor", "ImageProcessingMixin"):
        raise AttributeError(name)
    import transformers

    if name == "ImageProcessingMixin":
        return transformers.ImageProcessingMixin

    class QwenProcessor(transformers.Qwen2VLImageProcessorPil):
        """What `Qwen2VLProcessor` does with pictures and words. That one needs torchvision, even to be imported."""

        def __call__(self, text, images, padding, return_tensors):
            tokenizer = qwen_tokenizer()
            seen = super().__call__(images, return_tensors=return_tensors)
            counts = [int(grid.prod()) // self.merge_size**2 for grid in seen["image_grid_thw"]]
            expanded = []
            for each in text:
                parts = each.split("<|image_pad|>")
                fillings = ["<|image_pad|>" * count for count in counts]
                expanded.append("".join(part + filling for part, filling in zip(parts, [*fillings, ""], strict=True)))
            words = tokenizer(expanded, padding=padding, return_tensors=return_tensors)
            return transformers.BatchFeature({**words, **seen})

    QwenProcessor.__qualname__ = name
    globals()[name] = QwenProcessor
    return QwenProcessor


def strengthen(pipeline, gain):
    """Have the words, the pictures and the noise tell, which random weights of the usual size all but ignore."""
    denoiser = getattr(pipeline, "transformer", None) or pipeline.unet
    for module, factor in ((denoiser, gain), (pipeline.text_encoder, gain), (pipeline.vae, 1.5)):
        for weights in module.parameters():
            if weights.dim() >= 2:
                weights.data.mul_(factor)
    for name, weights in denoiser.named_parameters():
        if "norm_q" in name or "norm_k" in name or "norm_added" in name:  # a sharper look at what there is
            weights.data.mul_(2.0)
    encoded = pipeline.vae.quant_conv  # means, and then the logarithms of how far they are scattered
    half = len(encoded.bias) // 2
    encoded.weight.data[:half].mul_(8.0)
    encoded.weight.data[half:].zero_()
    encoded.bias.data[half:].fill_(-8.0)


def saved(pipeline, folder):
    pipeline.save_pretrained(folder, safe_serialization=True)
    return folder
