using CoretimeDesk.Market;
using CoretimeDesk.Quoting.Approvals;
using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Quoting.Rules;
using Google.Protobuf.WellKnownTypes;
using SalePhase = CoretimeDesk.Market.SalePhase;

namespace CoretimeDesk.Quoting;

/// <summary>Judgements, approvals, snapshots and whole quotes between the wire and the domain.</summary>
internal static class QuoteMessages
{
    public static Judgement ToDomain(this V1.Judgement judgement) => new()
    {
        Verdict = judgement.Verdict switch { V1.Verdict.Allowed => VerdictKind.Allowed, V1.Verdict.NeedsApproval => VerdictKind.NeedsApproval, _ => VerdictKind.Refused },
        Tier = judgement.Tier.Length == 0 ? null : judgement.Tier,
        Step = judgement.HasStep ? (int)judgement.Step : null,
        Approvers = [.. judgement.Approvers],
        SlaHours = judgement.SlaHours == 0 ? null : (int)judgement.SlaHours,
        Reasons = [.. judgement.Reasons],
        Explanation = [.. judgement.Explanation],
        Concession = judgement.ConcessionPlanck.ToPlanck(),
        OwnCeiling = Wide(judgement.OwnCeilingPlanck),
        Deepest = Wide(judgement.DeepestPlanck),
        RuleVersion = (int)judgement.RuleVersion,
        RuleHash = judgement.RuleHash,
        RuleEndsAt = judgement.RuleEndsAt?.ToDateTimeOffset(),
        ApprovalValidDays = (int)judgement.ApprovalValidDays,
        NeedsReason = judgement.NeedsReason,
        QuoteDays = ((int)judgement.DefaultDays, (int)judgement.MostDays),
        Role = judgement.Role,
        HigherSteps = [.. judgement.HigherSteps.Select(s => new HigherStep([.. s.Roles], (int)s.SlaHours))],
        At = judgement.JudgedAt.ToDateTimeOffset(),
    };

    public static V1.Judgement ToMessage(this Judgement judgement)
    {
        var message = new V1.Judgement
        {
            Verdict = judgement.Verdict.ToMessage(),
            Tier = judgement.Tier ?? "",
            Approvers = { judgement.Approvers },
            SlaHours = (uint)(judgement.SlaHours ?? 0),
            Reasons = { judgement.Reasons },
            Explanation = { judgement.Explanation },
            ConcessionPlanck = judgement.Concession.ToString(),
            OwnCeilingPlanck = judgement.OwnCeiling?.ToString() ?? "",
            DeepestPlanck = judgement.Deepest?.ToString() ?? "",
            RuleVersion = (uint)judgement.RuleVersion,
            RuleHash = judgement.RuleHash,
            RuleEndsAt = judgement.RuleEndsAt?.ToTimestamp(),
            ApprovalValidDays = (uint)judgement.ApprovalValidDays,
            NeedsReason = judgement.NeedsReason,
            DefaultDays = (uint)judgement.QuoteDays.Default,
            MostDays = (uint)judgement.QuoteDays.Most,
            Role = judgement.Role,
            HigherSteps = { judgement.HigherSteps.Select(s => new V1.HigherStep { Roles = { s.Roles }, SlaHours = (uint)s.SlaHours }) },
            JudgedAt = judgement.At.ToTimestamp(),
        };
        if (judgement.Step is { } step)
        {
            message.Step = (uint)step;
        }

        return message;
    }

    public static V1.Verdict ToMessage(this VerdictKind kind) => kind switch
    {
        VerdictKind.Allowed => V1.Verdict.Allowed,
        VerdictKind.NeedsApproval => V1.Verdict.NeedsApproval,
        _ => V1.Verdict.Refused,
    };

    public static Approval ToDomain(this V1.Approval approval) => new()
    {
        Id = Guid.Parse(approval.ApprovalId),
        Revision = (int)approval.Revision,
        Role = approval.Role,
        TermsSha256 = approval.TermsSha256,
        Scope = new(
            approval.Scope.Total.ToDomain(),
            (Settlement)approval.Scope.Settlement,
            approval.Scope.GiveawayBp,
            (int)approval.Scope.RuleVersion,
            approval.Scope.Tier,
            approval.Scope.Phase == V1.SalePhase.Unspecified ? null : approval.Scope.RegionBegin,
            approval.Scope.Phase == V1.SalePhase.Unspecified ? null : (SalePhase)((int)approval.Scope.Phase - 1)),
        State = (ApprovalState)approval.State,
        AskedAt = approval.AskedAt.ToDateTimeOffset(),
        DueAt = approval.DueAt.ToDateTimeOffset(),
        Escalations = (int)approval.Escalations,
        EscalatedTo = [.. approval.EscalatedTo],
        EscalatedAt = approval.EscalatedAt?.ToDateTimeOffset(),
        Decision = approval.DecidedAt is null ? null : new(
            new(Guid.Parse(approval.DecidedById), approval.DecidedBy),
            approval.ForId.Length == 0 ? null : new(Guid.Parse(approval.ForId), approval.ForName),
            approval.DelegationId.Length == 0 ? null : Guid.Parse(approval.DelegationId),
            approval.DecidedAt.ToDateTimeOffset(),
            approval.ReasonCode,
            approval.Note,
            approval.ValidUntil?.ToDateTimeOffset(),
            approval.CarriedFromSha256.Length == 0 ? null : approval.CarriedFromSha256),
    };

    public static V1.Approval ToMessage(this Approval approval, Guid quoteId)
    {
        var scope = approval.Scope;
        var message = new V1.Approval
        {
            ApprovalId = approval.Id.ToString(),
            QuoteId = quoteId.ToString(),
            Revision = (uint)approval.Revision,
            Role = approval.Role,
            TermsSha256 = approval.TermsSha256,
            State = (V1.ApprovalState)approval.State,
            AskedAt = approval.AskedAt.ToTimestamp(),
            DueAt = approval.DueAt.ToTimestamp(),
            Escalations = (uint)approval.Escalations,
            EscalatedTo = { approval.EscalatedTo },
            EscalatedAt = approval.EscalatedAt?.ToTimestamp(),
            Scope = new()
            {
                Total = scope.Total.ToMessage(),
                Settlement = (V1.Settlement)scope.Settlement,
                GiveawayBp = scope.GiveawayBp,
                RuleVersion = (uint)scope.RuleVersion,
                Tier = scope.Tier,
                RegionBegin = scope.RegionBegin ?? 0,
                Phase = scope.Phase is { } phase ? (V1.SalePhase)(1 + (int)phase) : V1.SalePhase.Unspecified,
            },
        };
        if (approval.Decision is { } decision)
        {
            (message.DecidedById, message.DecidedBy, message.DecidedAt) = (decision.By.Id.ToString(), decision.By.Name, decision.At.ToTimestamp());
            (message.ForId, message.ForName) = (decision.For?.Id.ToString() ?? "", decision.For?.Name ?? "");
            (message.DelegationId, message.ReasonCode, message.Note) = (decision.DelegationId?.ToString() ?? "", decision.ReasonCode, decision.Note);
            (message.ValidUntil, message.CarriedFromSha256) = (decision.ValidUntil?.ToTimestamp(), decision.CarriedFrom ?? "");
        }

        return message;
    }

    public static QuoteCustomer ToDomain(this V1.QuoteCustomer customer) => new(
        Guid.Parse(customer.AccountId),
        customer.AccountNumber,
        customer.AccountName,
        $"{customer.Segment}".ToLowerInvariant(),
        customer.AnnualCorePeriods,
        customer.LeadId.Length == 0 ? null : Guid.Parse(customer.LeadId),
        customer.LeadNumber);

    public static V1.QuoteCustomer ToMessage(this QuoteCustomer customer) => new()
    {
        AccountId = customer.AccountId.ToString(),
        AccountNumber = customer.AccountNumber,
        AccountName = customer.AccountName,
        Segment = System.Enum.TryParse<Leads.V1.Segment>(customer.Segment, ignoreCase: true, out var segment) ? segment : Leads.V1.Segment.Unspecified,
        AnnualCorePeriods = customer.AnnualCorePeriods,
        LeadId = customer.LeadId?.ToString() ?? "",
        LeadNumber = customer.LeadNumber,
    };

    public static QuoteSnapshot ToDomain(this V1.QuoteSnapshot snapshot) => new()
    {
        QuoteId = Guid.Parse(snapshot.QuoteId),
        Number = snapshot.Number,
        Revision = (int)snapshot.Revision,
        Terms = snapshot.Terms.ToDomain(),
        Customer = snapshot.Customer.ToDomain(),
        Owner = new(Guid.Parse(snapshot.OwnerId), snapshot.OwnerName),
        Judgement = snapshot.Judgement.ToDomain(),
        Approvals = [.. snapshot.Approvals.Select(a => a.ToDomain().ToProof())],
        SentAt = snapshot.SentAt.ToDateTimeOffset(),
        ValidUntil = snapshot.ValidUntil.ToDateTimeOffset(),
        Clock = (ValidityClock)snapshot.Clock,
    };

    /// <param name="snapshot">The snapshot.</param>
    /// <param name="approvals">The requests that its proofs answer.</param>
    public static V1.QuoteSnapshot ToMessage(this QuoteSnapshot snapshot, IEnumerable<Approval> approvals)
    {
        var proofs = snapshot.Approvals.Select(proof => approvals.Single(a => a.Id == proof.ApprovalId));
        return new()
        {
            QuoteId = snapshot.QuoteId.ToString(),
            Number = snapshot.Number,
            Revision = (uint)snapshot.Revision,
            TermsSha256 = snapshot.TermsSha256,
            Terms = snapshot.Terms.ToMessage(),
            Customer = snapshot.Customer.ToMessage(),
            OwnerId = snapshot.Owner.Id.ToString(),
            OwnerName = snapshot.Owner.Name,
            Judgement = snapshot.Judgement.ToMessage(),
            Approvals = { proofs.Select(a => (a with { State = ApprovalState.Given }).ToMessage(snapshot.QuoteId)) },
            SentAt = snapshot.SentAt.ToTimestamp(),
            ValidUntil = snapshot.ValidUntil.ToTimestamp(),
            Clock = (V1.ValidityClock)snapshot.Clock,
            CanonicalTerms = TermsDigest.Canonical(snapshot.Terms),
            Canonical = QuoteDigest.Canonical(snapshot),
            QuoteSha256 = snapshot.Sha256,
        };
    }

    /// <summary>Approvals are added from elsewhere where they are stored apart.</summary>
    public static QuoteRevision ToDomain(this V1.QuoteRevision revision) => new()
    {
        Number = (int)revision.Revision,
        State = (QuoteState)revision.State,
        Ask = revision.Ask.ToDomain(),
        CreatedAt = revision.CreatedAt.ToDateTimeOffset(),
        Terms = revision.Terms?.ToDomain(),
        TermsSha256 = revision.TermsSha256.Length == 0 ? null : revision.TermsSha256,
        PricedAt = revision.PricedAt?.ToDateTimeOffset(),
        Judgement = revision.Judgement?.ToDomain(),
        SubmittedBy = revision.SubmittedById.Length == 0 ? null : new(Guid.Parse(revision.SubmittedById), revision.SubmittedBy),
        Approvals = [.. revision.Approvals.Select(ToDomain)],
        ApprovedUntil = revision.ApprovedUntil?.ToDateTimeOffset(),
        Snapshot = revision.Snapshot?.ToDomain(),
        EndedAt = revision.EndedAt?.ToDateTimeOffset(),
        EndReason = revision.EndReason,
    };

    public static V1.QuoteRevision ToMessage(this QuoteRevision revision, Guid quoteId) => new()
    {
        Revision = (uint)revision.Number,
        State = (V1.QuoteState)revision.State,
        Ask = revision.Ask.ToMessage(),
        CreatedAt = revision.CreatedAt.ToTimestamp(),
        Terms = revision.Terms?.ToMessage(),
        TermsSha256 = revision.TermsSha256 ?? "",
        PricedAt = revision.PricedAt?.ToTimestamp(),
        Judgement = revision.Judgement?.ToMessage(),
        SubmittedById = revision.SubmittedBy?.Id.ToString() ?? "",
        SubmittedBy = revision.SubmittedBy?.Name ?? "",
        Approvals = { revision.Approvals.Select(a => a.ToMessage(quoteId)) },
        ApprovedUntil = revision.ApprovedUntil?.ToTimestamp(),
        Snapshot = revision.Snapshot?.ToMessage(revision.Approvals),
        EndedAt = revision.EndedAt?.ToTimestamp(),
        EndReason = revision.EndReason,
    };

    public static Quote ToDomain(this V1.Quote quote) => new()
    {
        Id = Guid.Parse(quote.QuoteId),
        Number = quote.Number,
        Owner = new(Guid.Parse(quote.OwnerId), quote.OwnerName),
        TeamIds = [.. quote.TeamIds.Select(Guid.Parse)],
        Customer = quote.Customer.ToDomain(),
        CustomerOwnerId = quote.CustomerOwnerId.Length == 0 ? null : Guid.Parse(quote.CustomerOwnerId),
        CreatedAt = quote.CreatedAt.ToDateTimeOffset(),
        Revisions = [.. quote.Revisions.Select(ToDomain)],
    };

    public static V1.Quote ToMessage(this Quote quote, long version) => new()
    {
        QuoteId = quote.Id.ToString(),
        Number = quote.Number,
        Customer = quote.Customer.ToMessage(),
        OwnerId = quote.Owner.Id.ToString(),
        OwnerName = quote.Owner.Name,
        TeamIds = { quote.TeamIds.Select(t => t.ToString()) },
        CustomerOwnerId = quote.CustomerOwnerId?.ToString() ?? "",
        CreatedAt = quote.CreatedAt.ToTimestamp(),
        Revisions = { quote.Revisions.Select(r => r.ToMessage(quote.Id)) },
        Version = version,
    };

    private static WidePlanck? Wide(string text) => text.Length == 0 ? null : Planck.Parse(text);
}
