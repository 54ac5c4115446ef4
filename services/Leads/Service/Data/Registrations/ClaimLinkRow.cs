using CoretimeDesk.Leads.Registrations;

namespace CoretimeDesk.Leads.Data;

/// <summary>One link of a chain of claims. Written once.</summary>
public sealed class ClaimLinkRow
{
    /// <summary>The account as it was named at the claim: a merge moves registrations, never links.</summary>
    public required Guid AccountId { get; init; }
    public required ProductLine Line { get; init; }
    public required long Position { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string Kind { get; init; }
    public required string Result { get; init; }
    public required Guid WhoId { get; init; }
    public required string WhoName { get; init; }
    public Guid? RegistrationId { get; init; }

    /// <summary>The text that was hashed; the columns above repeat parts of it for questions.</summary>
    public required string Content { get; init; }
    public required string Previous { get; init; }
    public required string Hash { get; init; }

    public ChainLink ToLink() => new(Position, At, Content, Previous, Hash);
}
