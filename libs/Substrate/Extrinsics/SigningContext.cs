using System.Text.Json;

namespace CoretimeDesk.Substrate;

/// <summary>What a transaction says beside its call.</summary>
/// <param name="GenesisHash">Hash of the chain's block 0.</param>
/// <param name="SpecVersion">Spec version of the runtime that it is meant for.</param>
/// <param name="TransactionVersion">Transaction version of that runtime.</param>
/// <param name="Nonce">The signer's count of transactions.</param>
public sealed record SigningContext(H256 GenesisHash, uint SpecVersion, uint TransactionVersion, ulong Nonce)
{
    /// <summary>Planck on top of the fee.</summary>
    public UInt128 Tip { get; init; }

    /// <summary>How long it is valid.</summary>
    public Era Era { get; init; }

    /// <summary>Number of the block at which a mortal era begins; 0 for an immortal one.</summary>
    public ulong EraBlock { get; init; }

    /// <summary>Hash of that block; the genesis hash for an immortal era.</summary>
    public H256? EraBlockHash { get; init; }

    /// <summary>
    /// Values for extensions that this library does not know, by name. Those without content, and options that can be none, need no entry.
    /// </summary>
    public IReadOnlyDictionary<string, ExtensionValue> Extensions { get; init; } = new Dictionary<string, ExtensionValue>();
}

/// <summary>A value for a transaction extension, as JSON; see <see cref="JsonForm"/>.</summary>
/// <param name="Carried">What the transaction carries.</param>
/// <param name="Implicit">What is signed along; <c>default</c> for nothing.</param>
public readonly record struct ExtensionValue(JsonElement Carried, JsonElement Implicit);
