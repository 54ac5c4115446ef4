namespace CoretimeDesk.Substrate;

/// <summary>A pallet: one module of a runtime with its storage, calls, events, constants and errors.</summary>
public sealed record PalletMetadata
{
    /// <summary>Its name in this runtime, such as <c>Broker</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The byte that stands for it in calls, events and errors. It may differ between runtimes: use names.</summary>
    public required byte Index { get; init; }

    /// <summary>The name that its storage keys are made of; null when it stores nothing.</summary>
    public string? StoragePrefix { get; init; }

    /// <summary>What it stores.</summary>
    public IReadOnlyList<StorageEntryMetadata> Storage { get; init; } = [];

    /// <summary>Its calls; null when it has none.</summary>
    public PalletEnum? Calls { get; init; }

    /// <summary>Its events; null when it has none.</summary>
    public PalletEnum? Events { get; init; }

    /// <summary>Its errors; null when it has none.</summary>
    public PalletEnum? Errors { get; init; }

    /// <summary>Its constants.</summary>
    public IReadOnlyList<ConstantMetadata> Constants { get; init; } = [];

    /// <summary>Types of its configuration; V16 only.</summary>
    public IReadOnlyList<AssociatedType> AssociatedTypes { get; init; } = [];

    /// <summary>Questions that it answers without a transaction; V16 only.</summary>
    public IReadOnlyList<ViewFunction> ViewFunctions { get; init; } = [];

    /// <summary>Documentation; since V15.</summary>
    public Docs Docs { get; init; }

    /// <summary>Set when the whole pallet is deprecated; V16 only.</summary>
    public Deprecation? Deprecation { get; init; }
}

/// <summary>The enum that lists a pallet's calls, events or errors.</summary>
/// <param name="Type">Type id of the enum.</param>
/// <param name="Deprecated">Deprecated variants by index; empty before V16.</param>
public sealed record PalletEnum(int Type, IReadOnlyDictionary<byte, Deprecation> Deprecated);

/// <summary>What a storage entry answers for a key that was never written.</summary>
public enum StorageModifier
{
    /// <summary>Nothing.</summary>
    Optional = 0,

    /// <summary>A default value.</summary>
    Default = 1,

    /// <summary>It is always written.</summary>
    Required = 2,
}

/// <summary>How a key part becomes part of a storage key. The concat hashers keep the key readable; the plain ones do not.</summary>
public enum StorageHasher
{
    /// <summary>16 bytes of BLAKE2b.</summary>
    Blake2_128 = 0,

    /// <summary>32 bytes of BLAKE2b.</summary>
    Blake2_256 = 1,

    /// <summary>16 bytes of BLAKE2b, then the key itself.</summary>
    Blake2_128Concat = 2,

    /// <summary>16 bytes of xxHash.</summary>
    Twox128 = 3,

    /// <summary>32 bytes of xxHash.</summary>
    Twox256 = 4,

    /// <summary>8 bytes of xxHash, then the key itself.</summary>
    Twox64Concat = 5,

    /// <summary>The key itself.</summary>
    Identity = 6,
}

/// <summary>A value or map in storage.</summary>
/// <param name="Name">Its name, such as <c>SaleInfo</c>.</param>
/// <param name="Modifier">What stands for a value that was never written.</param>
/// <param name="Hashers">One for each part of a map's key; empty for a single value.</param>
/// <param name="Key">Type id of a map's key (a tuple when there are several hashers); null for a single value.</param>
/// <param name="Value">Type id of the value.</param>
/// <param name="Default">The encoded default; meaningful only with <see cref="StorageModifier.Default"/>.</param>
/// <param name="Docs">Documentation.</param>
/// <param name="Deprecation">Set when it is deprecated; V16 only.</param>
public sealed record StorageEntryMetadata(
    string Name, StorageModifier Modifier, IReadOnlyList<StorageHasher> Hashers, int? Key, int Value, ReadOnlyMemory<byte> Default, Docs Docs, Deprecation? Deprecation);

/// <summary>A constant of a pallet.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Type id.</param>
/// <param name="Value">The encoded value.</param>
/// <param name="Docs">Documentation.</param>
/// <param name="Deprecation">Set when it is deprecated; V16 only.</param>
public sealed record ConstantMetadata(string Name, int Type, ReadOnlyMemory<byte> Value, Docs Docs, Deprecation? Deprecation);

/// <summary>A type of a pallet's configuration.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Type id.</param>
/// <param name="Docs">Documentation.</param>
public sealed record AssociatedType(string Name, int Type, Docs Docs);

/// <summary>A parameter of a view function or of a runtime API.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Type id.</param>
public sealed record FunctionParameter(string Name, int Type);

/// <summary>A question that a pallet answers without a transaction.</summary>
/// <param name="Id">32 bytes that name it in a call of the runtime.</param>
/// <param name="Name">Its name.</param>
/// <param name="Inputs">Its parameters.</param>
/// <param name="Output">Type id of the answer.</param>
/// <param name="Docs">Documentation.</param>
/// <param name="Deprecation">Set when it is deprecated.</param>
public sealed record ViewFunction(ReadOnlyMemory<byte> Id, string Name, IReadOnlyList<FunctionParameter> Inputs, int Output, Docs Docs, Deprecation? Deprecation);
