namespace CoretimeDesk.Leads.Data;

/// <summary>A sale of a Coretime chain, by the timeslice at which its regions begin. Its facts come in any order.</summary>
public sealed class SaleRow
{
    public required string Chain { get; init; }
    public required long RegionBegin { get; init; }
    public long? CoresOffered { get; set; }

    /// <summary>Planck; null until the sale's beginning has arrived.</summary>
    public UInt128? EndPrice { get; set; }
    public long CoresSold { get; set; }
    public DateTimeOffset? BeganAt { get; set; }

    /// <summary>The relay block of <see cref="BeganAt"/>; the sale's price falls from <see cref="SaleStart"/> on, for <see cref="LeadinLength"/> blocks.</summary>
    public long RelayBlock { get; set; }
    public long SaleStart { get; set; }
    public long LeadinLength { get; set; }

    /// <summary>The token of its prices; empty until the sale's beginning has arrived.</summary>
    public string Symbol { get; set; } = "";
    public int Decimals { get; set; }

    /// <summary>The fact that began it; empty until it has arrived.</summary>
    public required string FactId { get; set; }
    public bool ToldNearlyGone { get; set; }
}

/// <summary>A workload that may be renewed in the sale whose regions begin at a timeslice.</summary>
public sealed class RenewableRow
{
    public required string Chain { get; init; }
    public required int Core { get; init; }
    public required long Begin { get; init; }
    public required long[] Tasks { get; set; }

    /// <summary>Beside each task: how many of the core's 80 parts it has. Empty while only the renewal is known.</summary>
    public int[] Parts { get; set; } = [];

    /// <summary>Planck, from when it became renewable; null when only its renewal is known.</summary>
    public UInt128? Price { get; set; }
    public required string FactId { get; set; }
    public bool IsOver { get; set; }
}
