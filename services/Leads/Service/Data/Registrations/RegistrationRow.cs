using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Registrations;

namespace CoretimeDesk.Leads.Data;

/// <summary>Where a registration stands.</summary>
public enum RegistrationState
{
    Draft = 1,
    Pending = 2,
    Approved = 3,
    Ended = 4,
}

/// <summary>A registration's current state.</summary>
public sealed class RegistrationRow : IJournaled
{
    public required Guid Id { get; init; }
    public required string Number { get; init; }
    public required Guid AccountId { get; set; }
    public required ProductLine Line { get; init; }
    public RegistrationState State { get; set; }

    /// <summary>What it was before it ended.</summary>
    public RegistrationState? StateBefore { get; set; }
    public required Guid OwnerId { get; set; }
    public required string OwnerName { get; set; }

    /// <summary>The owner's teams at the time: their leads decide.</summary>
    public required Guid[] TeamIds { get; set; }

    /// <summary>What the claimant said; a merge's or an override's registration says nothing.</summary>
    public required string Contact { get; set; }
    public required string EvidenceNote { get; set; }
    public required string NextStep { get; set; }
    public required string NextStepReason { get; set; }
    public DateOnly? NextStepOn { get; set; }
    public DateTimeOffset? ClaimedAt { get; set; }
    public DateTimeOffset? DecisionDueAt { get; set; }
    public DateTimeOffset? ApprovedAt { get; set; }

    /// <summary>Null while not approved, and when silence approved it.</summary>
    public string? ApprovedByName { get; set; }
    public Keeping? Keeping { get; set; }
    public DateTimeOffset? ProtectedUntil { get; set; }
    public DateTimeOffset? LastActivityAt { get; set; }
    public DateTimeOffset? WarnedAt { get; set; }

    /// <summary>SHA-256 of the customer's signed writing that named the owner.</summary>
    public string? CustomerDocument { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public Ending? Ending { get; set; }
    public string? EndReason { get; set; }

    /// <summary>The version of the rules that it was begun under, and ends under.</summary>
    public required int RulesNumber { get; set; }

    /// <summary>The latest instant at which its standing changed: nothing that follows can have happened before it.</summary>
    public DateTimeOffset? ChangedAt { get; set; }

    /// <summary>When the clock will do something to it.</summary>
    public DateTimeOffset? NextDueAt { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public long Version { get; set; }
    public long Sequence { get; set; }
    public AccountRow? Account { get; init; }
    public List<ExtensionRow> Extensions { get; init; } = [];

    public ClaimForm Form
    {
        get => new(Contact, EvidenceNote, NextStep, NextStepReason, NextStepOn);
        set => (Contact, EvidenceNote, NextStep, NextStepReason, NextStepOn) = (value.Contact, value.EvidenceNote, value.NextStep, value.NextStepReason, value.NextStepOn);
    }

    /// <summary>The row as the rules see it. Its extensions must be loaded.</summary>
    public Registration ToRegistration()
    {
        var owner = new Owner(OwnerId, OwnerName);
        return State == RegistrationState.Ended
            ? new Registration.Ended(Id, AccountId, Line, owner, EndedAt!.Value, Ending!.Value, Of(StateBefore!.Value, owner))
            : Of(State, owner);
    }

    /// <summary>Takes over what the rules made of it. Of what is over the rest stays as it was last.</summary>
    public void Become(Registration registration)
    {
        (AccountId, OwnerId, OwnerName) = (registration.AccountId, registration.Owner.Id, registration.Owner.Name);
        switch (registration)
        {
            case Registration.Draft draft:
                (State, StateBefore, EndedAt, Ending, EndReason, Form) = (RegistrationState.Draft, null, null, null, null, draft.Form);
                break;
            case Registration.Pending p:
                (State, StateBefore, EndedAt, Ending, EndReason) = (RegistrationState.Pending, null, null, null, null);
                (ClaimedAt, DecisionDueAt, LastActivityAt) = (p.ClaimedAt, p.DecisionDueAt, p.LastActivityAt);
                break;
            case Registration.Approved a:
                (State, StateBefore, EndedAt, Ending, EndReason) = (RegistrationState.Approved, null, null, null, null);
                (ClaimedAt, ApprovedAt, Keeping, ProtectedUntil) = (a.ClaimedAt, a.ApprovedAt, a.Keeping, a.ProtectedUntil);
                (LastActivityAt, WarnedAt, CustomerDocument) = (a.LastActivityAt, a.WarnedAt, a.CustomerDocument);
                BecomeExtended(a.Extensions);
                break;
            case Registration.Ended ended:
                (State, StateBefore) = (RegistrationState.Ended, StateBefore ?? State);
                (EndedAt, Ending) = (ended.At, ended.How);
                break;
        }
    }

    private void BecomeExtended(IReadOnlyList<Extension> extensions)
    {
        // A new owner's protection begins without any.
        if (extensions.Count < Extensions.Count)
        {
            Extensions.Clear();
        }

        for (var i = Extensions.Count; i < extensions.Count; i++)
        {
            Extensions.Add(ExtensionRow.Of(Id, i + 1, extensions[i]));
        }
    }

    private Registration Of(RegistrationState state, Owner owner) => state switch
    {
        RegistrationState.Draft => new Registration.Draft(Id, AccountId, Line, owner, Form),
        RegistrationState.Pending => new Registration.Pending(Id, AccountId, Line, owner, ClaimedAt!.Value, DecisionDueAt!.Value) { LastActivityAt = LastActivityAt },
        _ => new Registration.Approved(Id, AccountId, Line, owner, ClaimedAt!.Value, ApprovedAt!.Value, Keeping!.Value, ProtectedUntil, LastActivityAt!.Value)
        {
            WarnedAt = WarnedAt,
            CustomerDocument = CustomerDocument,
            Extensions = [.. Extensions.OrderBy(e => e.Position).Select(e => e.ToExtension())],
        },
    };
}
