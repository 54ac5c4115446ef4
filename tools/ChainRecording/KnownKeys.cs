using System.Text;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainRecording;

/// <summary>Keys of single values that every chain of this kind stores under the same names, as lower-case hex.</summary>
public static class KnownKeys
{
    /// <summary><c>System.Events</c></summary>
    public static readonly string Events = Of("System", "Events");

    /// <summary><c>System.Number</c>: the block's height, 32 bits.</summary>
    public static readonly string Number = Of("System", "Number");

    /// <summary><c>System.ParentHash</c></summary>
    public static readonly string ParentHash = Of("System", "ParentHash");

    /// <summary><c>System.LastRuntimeUpgrade</c>: compact spec version and spec name of the runtime that executed the block.</summary>
    public static readonly string LastRuntimeUpgrade = Of("System", "LastRuntimeUpgrade");

    /// <summary><c>Timestamp.Now</c>: milliseconds since 1970, 64 bits.</summary>
    public static readonly string Now = Of("Timestamp", "Now");

    /// <summary><c>ParachainSystem.ValidationData</c>: what the relay chain told the block, its relay parent's height among it.</summary>
    public static readonly string ValidationData = Of("ParachainSystem", "ValidationData");

    /// <summary><c>ParachainSystem.LastRelayChainBlockNumber</c>: the relay parent's height, 32 bits.</summary>
    public static readonly string LastRelayBlock = Of("ParachainSystem", "LastRelayChainBlockNumber");

    /// <summary>All of them but the events: small, and different in every block.</summary>
    public static IReadOnlyList<string> PerBlock { get; } = [Number, ParentHash, LastRuntimeUpgrade, Now, ValidationData, LastRelayBlock];

    /// <summary>twox128 of the pallet, then of the entry.</summary>
    public static string Of(string pallet, string entry)
    {
        Span<byte> key = stackalloc byte[32];
        Twox.Hash128(Encoding.UTF8.GetBytes(pallet), key[..16]);
        Twox.Hash128(Encoding.UTF8.GetBytes(entry), key[16..]);
        return Hex.Encode(key);
    }
}
