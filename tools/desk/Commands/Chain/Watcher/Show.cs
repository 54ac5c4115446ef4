using CoretimeDesk.Desk.Client;
using CoretimeDesk.Market;
using CoretimeDesk.Substrate;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Desk.Commands.Chain.Watcher;

/// <summary>Values of the chain watcher as people read them: every amount with its unit, dates before block numbers.</summary>
internal static class Show
{
    private const ushort Generic = 42;

    /// <summary>An amount of planck in its token: exact. Empty for none.</summary>
    public static string Amount(string planck, ChainWatcher.V1.Token? token) =>
        planck.Length == 0 ? ""
        : token is { Symbol.Length: > 0 } known && Planck.TryParse(planck, null, out var amount) ? new Token(known.Symbol, checked((int)known.Decimals)).Format(amount)
        : $"{planck} planck";

    /// <summary>A block: its date, then its height.</summary>
    public static string Block(Timestamp? at, uint number) => at is null ? number == 0 ? "" : $"block {number}" : $"{Answer.Date(at)}, block {number}";

    /// <summary>An account as an address: of the token's network where that is known, else in the generic form, which every wallet reads.</summary>
    public static string Account(string hex, ChainWatcher.V1.Token? token) => AccountId32.TryParse(hex, null, out var account)
        ? account.ToSs58(token?.Symbol switch { "DOT" => 0, "KSM" => 2, _ => Generic })
        : hex;

    /// <summary>The same, cut in the middle for tables.</summary>
    public static string ShortAccount(string hex, ChainWatcher.V1.Token? token) => Account(hex, token) is { Length: > 12 } address && address != hex ? $"{address[..6]}…{address[^4..]}" : hex;

    /// <summary>The part of a core that a mask stands for.</summary>
    public static string Mask(string mask) => !CoreMask.TryParse(mask, null, out var parts) ? mask
        : parts.IsComplete ? "whole core"
        : $"{parts.Count} of {CoreMask.Bits} parts ({mask})";

    /// <summary>How long something takes or is ago, in its largest unit.</summary>
    public static string Duration(double seconds) => seconds switch
    {
        < 120 => $"{seconds:0} s",
        < 2 * 3600 => $"{seconds / 60:0} min",
        < 2 * 86400 => $"{seconds / 3600:0} h",
        _ => $"{seconds / 86400:0} days",
    };
}
