using System.Numerics;

namespace CoretimeDesk.Leads.DecisionMaps;

/// <summary>What somebody is to a decision. One person may be several things.</summary>
public enum DecisionRole
{
    /// <summary>Holds voting power.</summary>
    Holder = 1,

    /// <summary>Wants this, and says so inside.</summary>
    Champion = 2,

    /// <summary>Is listened to.</summary>
    Influencer = 3,

    /// <summary>Works against it.</summary>
    Blocker = 4,

    /// <summary>Does it once it is decided.</summary>
    Executor = 5,
}

/// <summary>How somebody will vote, as far as known.</summary>
public enum Stance
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>In favour.</summary>
    For = 1,

    /// <summary>Against.</summary>
    Against = 2,
}

/// <summary>What voting power is counted in.</summary>
public enum PowerUnit
{
    /// <summary>The token's smallest unit.</summary>
    Planck = 1,

    /// <summary>Votes.</summary>
    Votes = 2,
}

/// <summary>Somebody who has a say.</summary>
/// <param name="Id">Tells members apart, and decides between equals.</param>
/// <param name="Name">What people call them.</param>
/// <param name="Weight">Hard power, in the track's unit.</param>
/// <param name="SoftPower">0 to 5.</param>
/// <param name="Roles">What they are to the decision.</param>
/// <param name="Stance">How they will vote.</param>
/// <param name="ContactedOn">When somebody talked to them last; null for never.</param>
public sealed record DecisionMember(Guid Id, string Name, BigInteger Weight, int SoftPower, IReadOnlyCollection<DecisionRole> Roles, Stance Stance, DateOnly? ContactedOn)
{
    /// <summary>Nobody to count on.</summary>
    public bool IsOpposed => Stance == Stance.Against || Roles.Contains(DecisionRole.Blocker);
}

/// <summary>What it takes to pass.</summary>
/// <param name="ApprovalBasisPoints">Share of the votes cast that must be in favour.</param>
/// <param name="Turnout">Voting power that is expected to be cast; null for all that the map knows.</param>
/// <param name="SupportBasisPoints">Share of the electorate that must be in favour; 0 for no such rule.</param>
/// <param name="Electorate">All voting power there is; needed for support.</param>
public sealed record DecisionTrack(int ApprovalBasisPoints, BigInteger? Turnout, int SupportBasisPoints, BigInteger? Electorate)
{
    /// <summary>One hundred percent.</summary>
    public const int Whole = 10_000;

    /// <summary>Voting power that passes: enough of the votes cast and enough of the electorate, rounded up. At least 1: nothing passes by nobody's vote.</summary>
    public BigInteger Needed(IEnumerable<DecisionMember> members)
    {
        var cast = Turnout ?? members.Aggregate(BigInteger.Zero, (sum, m) => sum + m.Weight);
        return BigInteger.Max(BigInteger.One, BigInteger.Max(Share(cast, ApprovalBasisPoints), Share(Electorate ?? BigInteger.Zero, SupportBasisPoints)));
    }

    private static BigInteger Share(BigInteger of, int basisPoints) => ((of * basisPoints) + Whole - 1) / Whole;
}
