namespace CoretimeDesk.Insights.Books;

/// <summary>What of a month a fact changed; says which figures may have changed with it.</summary>
[Flags]
internal enum Touch
{
    None = 0,
    Created = 1 << 0,
    Stages = 1 << 1,
    Won = 1 << 2,
    Lost = 1 << 3,
    First90 = 1 << 4,
    OpenOpportunities = 1 << 5,
    Grants = 1 << 6,
    Tranches = 1 << 7,
    EndedRegions = 1 << 8,
    AcceptedQuotes = 1 << 9,
    Matches = 1 << 10,
    Revenue = 1 << 11,
    NetNew = 1 << 12,
    Forecast = 1 << 13,
    Decisions = 1 << 14,
    OverdueApprovals = 1 << 15,
    Quotas = 1 << 16,
    Retained = 1 << 17,
    FirstPeriods = 1 << 18,
    EarnedBase = 1 << 19,
    Claims = 1 << 20,
}
