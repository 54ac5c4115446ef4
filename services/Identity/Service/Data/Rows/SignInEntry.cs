namespace CoretimeDesk.Identity.Data;

/// <summary>One try to sign in, for the list that people look at; the journal has the same of everybody who is known, for ever.</summary>
public sealed class SignInEntry
{
    /// <summary>By time.</summary>
    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Null when nobody has what was given.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>Of an unknown e-mail, the beginning of its digest. Never the e-mail: people type passwords there.</summary>
    public string EmailDigest { get; init; } = "";

    public required short Outcome { get; init; }
    public required short Method { get; init; }
    public required string Device { get; init; }
    public required string Address { get; init; }
    public Guid? SessionId { get; init; }
}
