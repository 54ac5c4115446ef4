namespace CoretimeDesk.Substrate.Tests.Metadata;

/// <summary>A pallet of hand-made metadata. What a version of the format does not carry is left out when it is written.</summary>
internal sealed record PalletSpec(string Name, byte Index)
{
    public string? Prefix { get; init; }

    public StorageSpec[] Storage { get; init; } = [];

    public EnumSpec? Calls { get; init; }

    public EnumSpec? Events { get; init; }

    public EnumSpec? Errors { get; init; }

    public ConstantSpec[] Constants { get; init; } = [];

    public (string Name, int Type, string[] Docs)[] AssociatedTypes { get; init; } = [];

    public ViewSpec[] Views { get; init; } = [];

    public string[] Docs { get; init; } = [];

    public Deprecation? Deprecation { get; init; }
}

internal sealed record StorageSpec(string Name, int Value)
{
    public byte Modifier { get; init; }

    public byte[] Hashers { get; init; } = [];

    public int? Key { get; init; }

    public byte[] Default { get; init; } = [];

    public string[] Docs { get; init; } = [];

    public Deprecation? Deprecation { get; init; }
}

internal sealed record EnumSpec(int Type)
{
    public (byte Index, Deprecation Deprecation)[] Deprecated { get; init; } = [];
}

internal sealed record ConstantSpec(string Name, int Type, byte[] Value)
{
    public string[] Docs { get; init; } = [];

    public Deprecation? Deprecation { get; init; }
}

internal sealed record ViewSpec(byte[] Id, string Name, (string Name, int Type)[] Inputs, int Output)
{
    public string[] Docs { get; init; } = [];

    public Deprecation? Deprecation { get; init; }
}

internal sealed record ApiSpec(string Name, MethodSpec[] Methods)
{
    public string[] Docs { get; init; } = [];

    public uint Version { get; init; }

    public Deprecation? Deprecation { get; init; }
}

internal sealed record MethodSpec(string Name, (string Name, int Type)[] Inputs, int Output)
{
    public string[] Docs { get; init; } = [];

    public Deprecation? Deprecation { get; init; }
}

internal sealed record ExtensionSpec(string Name, int Type, int Implicit);
