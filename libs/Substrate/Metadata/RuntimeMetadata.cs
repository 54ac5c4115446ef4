namespace CoretimeDesk.Substrate;

/// <summary>
/// What a runtime says of itself: one model for the versions 14, 15 and 16 of the format (frame-metadata's v14, v15 and v16). What a version
/// does not carry is empty. Immutable; safe for any number of threads.
/// </summary>
public sealed record RuntimeMetadata
{
    /// <summary>Version of the format: 14, 15 or 16.</summary>
    public required int Version { get; init; }

    /// <summary>Every type that the rest refers to.</summary>
    public required TypeRegistry Types { get; init; }

    /// <summary>The pallets, in the order of the runtime.</summary>
    public required IReadOnlyList<PalletMetadata> Pallets { get; init; }

    /// <summary>How transactions are built.</summary>
    public required ExtrinsicMetadata Extrinsic { get; init; }

    /// <summary>Runtime APIs; since V15.</summary>
    public IReadOnlyList<RuntimeApiMetadata> Apis { get; init; } = [];

    /// <summary>Type ids of the enums over all pallets; V14 does not state them, there they are found by their use.</summary>
    public required OuterEnums OuterEnums { get; init; }

    /// <summary>Values that a chain adds for its tools; since V15.</summary>
    public IReadOnlyDictionary<string, CustomValue> Custom { get; init; } = new Dictionary<string, CustomValue>();

    /// <summary>The pallet of that name; null when the runtime has none.</summary>
    public PalletMetadata? Pallet(string name) => Pallets.FirstOrDefault(p => p.Name == name);

    /// <summary>Parses metadata.</summary>
    /// <param name="bytes">
    /// With or without the wrapping of <c>Metadata_metadata_at_version</c> (an option around a vector) or of <c>Metadata_metadata</c> (a vector). They are
    /// kept: documentation and defaults stay in them, so the caller must not change them afterwards.
    /// </param>
    /// <exception cref="ScaleException">The bytes are no metadata, of another version, or damaged.</exception>
    public static RuntimeMetadata Parse(byte[] bytes) => MetadataReader.Read(bytes);
}

/// <summary>Type ids of the enums over all pallets.</summary>
/// <param name="Call">Of all calls.</param>
/// <param name="Event">Of all events.</param>
/// <param name="Error">Of all errors; null in V14, which has no such enum.</param>
public sealed record OuterEnums(int Call, int Event, int? Error);

/// <summary>A value for tools.</summary>
/// <param name="Type">Type id.</param>
/// <param name="Value">The encoded value.</param>
public sealed record CustomValue(int Type, ReadOnlyMemory<byte> Value);

/// <summary>How transactions are built.</summary>
/// <param name="Versions">Extrinsic formats that the runtime takes: 4, 5 or both.</param>
/// <param name="Address">Type id of a signer's address.</param>
/// <param name="Signature">Type id of a signature.</param>
/// <param name="Extensions">All transaction extensions.</param>
/// <param name="ExtensionsByVersion">
/// Which of them make up each version of the extensions, by position, in the order in which they are encoded. Format 4 carries those of version 0.
/// Before V16: all of them, as version 0.
/// </param>
public sealed record ExtrinsicMetadata(
    IReadOnlyList<byte> Versions, int Address, int Signature, IReadOnlyList<ExtensionMetadata> Extensions, IReadOnlyDictionary<byte, IReadOnlyList<int>> ExtensionsByVersion)
{
    /// <summary>The extensions of a version; null when there is no such version.</summary>
    internal ExtensionMetadata[]? ExtensionsOf(byte version) =>
        ExtensionsByVersion.TryGetValue(version, out var positions) ? [.. positions.Select(p => Extensions[p])] : null;

    /// <summary>What transactions of format 4 carry. All extensions where no version 0 is stated.</summary>
    internal IReadOnlyList<ExtensionMetadata> SignedExtensions => ExtensionsOf(0) ?? Extensions;
}

/// <summary>A transaction extension (signed extension, in older runtimes).</summary>
/// <param name="Name">Its name, such as <c>CheckNonce</c>.</param>
/// <param name="Type">Type id of what the transaction carries.</param>
/// <param name="Implicit">Type id of what is signed along and not carried.</param>
public sealed record ExtensionMetadata(string Name, int Type, int Implicit);

/// <summary>A runtime API.</summary>
/// <param name="Name">Its name, such as <c>Core</c>.</param>
/// <param name="Methods">Its methods.</param>
/// <param name="ApiVersion">Its version; null before V16.</param>
/// <param name="Docs">Documentation.</param>
/// <param name="Deprecation">Set when it is deprecated; V16 only.</param>
public sealed record RuntimeApiMetadata(string Name, IReadOnlyList<RuntimeApiMethod> Methods, uint? ApiVersion, Docs Docs, Deprecation? Deprecation);

/// <summary>A method of a runtime API. Its name in <c>state_call</c> is that of the API, an underscore, and its own.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Inputs">Its parameters.</param>
/// <param name="Output">Type id of the answer.</param>
/// <param name="Docs">Documentation.</param>
/// <param name="Deprecation">Set when it is deprecated; V16 only.</param>
public sealed record RuntimeApiMethod(string Name, IReadOnlyList<FunctionParameter> Inputs, int Output, Docs Docs, Deprecation? Deprecation);
