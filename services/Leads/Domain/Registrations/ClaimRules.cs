using System.Diagnostics;

namespace CoretimeDesk.Leads.Registrations;

/// <summary>What came of a claim.</summary>
public enum ClaimResult
{
    /// <summary>The rep is registered, until somebody decides otherwise.</summary>
    Won = 1,

    /// <summary>Somebody else is registered.</summary>
    Lost = 2,

    /// <summary>Something was missing; the claim is kept as a draft.</summary>
    Incomplete = 3,
}

/// <summary>A claim.</summary>
/// <param name="Id">The new registration's id, should there be one.</param>
/// <param name="AccountId">Whom it is for.</param>
/// <param name="Line">Which product line.</param>
/// <param name="By">The rep.</param>
/// <param name="Form">What the rep says.</param>
public sealed record MakeClaim(Guid Id, Guid AccountId, ProductLine Line, Owner By, ClaimForm Form);

/// <summary>A claim judged.</summary>
/// <param name="Result">What came of it; null when the rep was registered already, so that it is no claim at all.</param>
/// <param name="Event">What is to be recorded; null when the registration of somebody else stays as it is.</param>
/// <param name="Refusal">What the rep is told; null when registered.</param>
public sealed record ClaimVerdict(ClaimResult? Result, RegistrationEvent? Event, Refusal? Refusal);

/// <summary>The first complete claim wins; an incomplete one keeps nobody out.</summary>
public static class ClaimRules
{
    /// <summary>Judges a claim.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="active">The account's pending or approved registration for this line, as of <paramref name="now"/>; null for none.</param>
    /// <param name="draft">The rep's own draft for this line, which a claim replaces; null for none.</param>
    /// <param name="account">What the desk knows of the account.</param>
    /// <param name="now">The claim's instant in the chain of claims.</param>
    /// <param name="rules">The rules in force.</param>
    public static ClaimVerdict Judge(MakeClaim claim, Registration? active, Registration.Draft? draft, AccountFacts account, DateTimeOffset now, OwnershipRules rules)
    {
        if (active is not null)
        {
            return active.Owner.Id == claim.By.Id ? new(null, null, null) : new(ClaimResult.Lost, null, Taken(active, account));
        }

        var id = draft?.Id ?? claim.Id;
        var missing = claim.Form.Missing(account, DateOnly.FromDateTime(now.UtcDateTime));
        if (missing.Count > 0)
        {
            return new(
                ClaimResult.Incomplete,
                new RegistrationEvent.Drafted(id, claim.AccountId, claim.Line, claim.By, claim.Form),
                new(RefusalKind.Precondition, "CLAIM_INCOMPLETE", $"The claim to {account.Name} for {claim.Line.ToWords()} is kept as a draft, which keeps nobody out. Complete it and claim again.")
                {
                    Fields = missing,
                    Facts = new Dictionary<string, string> { ["registration_id"] = id.ToString() },
                });
        }

        return new(
            ClaimResult.Won,
            new RegistrationEvent.Claimed(id, claim.AccountId, claim.Line, claim.By, claim.Form, now, rules.Calendar().Add(now, rules.DecisionWorkingDays)),
            null);
    }

    /// <summary>Who has it, since when, until when. Never what was offered.</summary>
    public static Refusal Taken(Registration active, AccountFacts account)
    {
        var since = Registration.ClaimedAtOf(active);
        var until = active switch
        {
            Registration.Pending pending => pending.DecisionDueAt,
            Registration.Approved approved => approved.ProtectedUntil,
            _ => throw new UnreachableException(),
        };
        var tail = active switch
        {
            Registration.Pending => $"The claim is decided by {until:d MMMM yyyy HH:mm} UTC.",
            Registration.Approved { Keeping: Keeping.House } => "It is a house account: only the head of sales can release it.",
            Registration.Approved { Keeping: Keeping.Customer } => "The customer has bought and is in their care.",
            _ => $"It is protected until {until:d MMMM yyyy HH:mm} UTC.",
        };
        var facts = new Dictionary<string, string>
        {
            ["registration_id"] = active.Id.ToString(),
            ["owner_id"] = active.Owner.Id.ToString(),
            ["owner_name"] = active.Owner.Name,
            ["claimed_at"] = Iso(since),
        };
        if (until is { } end)
        {
            facts[active is Registration.Pending ? "decision_due_at" : "protected_until"] = Iso(end);
        }

        return new(
            RefusalKind.Precondition,
            active is Registration.Approved { Keeping: Keeping.House } ? "HOUSE_ACCOUNT" : "ALREADY_REGISTERED",
            $"{active.Owner.Name} registered {account.Name} for {active.Line.ToWords()} on {since:d MMMM yyyy HH:mm} UTC. {tail}")
        {
            Facts = facts,
        };
    }

    internal static string Iso(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'");
}
