using System.Globalization;

namespace CoretimeDesk.Leads.ChainFacts;

/// <summary>Where and when a finalised event happened: enough to find it again with any explorer.</summary>
/// <param name="FactId">The chain watcher's name of the fact.</param>
/// <param name="Chain">As the desk's settings call it: "polkadot-coretime".</param>
/// <param name="BlockNumber">Height of the block.</param>
/// <param name="BlockHash">0x and 64 hexadecimal digits.</param>
/// <param name="EventIndex">Place in the block; null for what only the block's storage tells.</param>
/// <param name="OccurredAt">The block's own time.</param>
public sealed record Sighting(string FactId, string Chain, uint BlockNumber, string BlockHash, uint? EventIndex, DateTimeOffset OccurredAt)
{
    private const string CoretimeSuffix = "-coretime";

    /// <summary>The relay chain whose cores it is about: the network of para ids.</summary>
    public string Network => Chain.EndsWith(CoretimeSuffix, StringComparison.Ordinal) ? Chain[..^CoretimeSuffix.Length] : Chain;

    /// <summary>"block 1,234 of polkadot-coretime", for the end of a sentence that begins with a date.</summary>
    public string Where => string.Create(CultureInfo.InvariantCulture, $"block {BlockNumber:N0} of {Chain}");

    /// <summary>The same for the evidence of a key.</summary>
    public FactReference Reference => new(Chain, BlockHash, EventIndex ?? 0);
}

/// <summary>An amount of a chain's token.</summary>
/// <param name="Planck">The smallest unit.</param>
/// <param name="Symbol">"DOT".</param>
/// <param name="Decimals">Digits after the point of one whole token.</param>
public sealed record ChainAmount(UInt128 Planck, string Symbol, int Decimals)
{
    /// <summary>All digits that matter, and the token: "12.5 DOT".</summary>
    public override string ToString()
    {
        var digits = Planck.ToString(CultureInfo.InvariantCulture).PadLeft(Decimals + 1, '0');
        var (whole, part) = (digits[..^Decimals], digits[^Decimals..].TrimEnd('0'));
        var grouped = UInt128.Parse(whole, CultureInfo.InvariantCulture).ToString("N0", CultureInfo.InvariantCulture);
        return part.Length == 0 ? $"{grouped} {Symbol}" : $"{grouped}.{part} {Symbol}";
    }
}
