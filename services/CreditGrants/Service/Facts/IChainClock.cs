namespace CoretimeDesk.CreditGrants.Facts;

/// <summary>How far a chain is.</summary>
/// <param name="Timeslice">That of the newest finalised block that was read.</param>
/// <param name="At">That block's own time.</param>
internal sealed record ChainMoment(uint Timeslice, DateTimeOffset At);

/// <summary>The clock by which regions begin: chains have their own.</summary>
internal interface IChainClock
{
    /// <summary>How far a chain is on which cores are sold; null when it cannot be told now.</summary>
    Task<ChainMoment?> NowAsync(string chain, CancellationToken stop);
}
