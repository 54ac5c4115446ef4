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
    /// <summary>The relay chain whose cores it is about: the network of para ids.</summary>
    public string Network => RelayChains.Of(Chain);

    /// <summary>"block 1,234 of polkadot-coretime", for the end of a sentence that begins with a date.</summary>
    public string Where => string.Create(CultureInfo.InvariantCulture, $"block {BlockNumber:N0} of {Chain}");

    /// <summary>The same for the evidence of a key.</summary>
    public FactReference Reference => new(Chain, BlockHash, EventIndex ?? 0);
}
