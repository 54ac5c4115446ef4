using System.Diagnostics;
using System.Globalization;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Leads.Registrations;

/// <summary>Between registrations and the wire. The enums share their numbers; a test holds them together.</summary>
internal static class RegistrationMessages
{
    /// <summary>An event as it is recorded. The row is as the event left it.</summary>
    public static IEnumerable<IMessage> Of(RegistrationEvent happened, RegistrationRow row, Guid actor)
    {
        var (id, account, line) = (row.Id.ToString(), row.AccountId.ToString(), (V1.ProductLine)row.Line);
        yield return happened switch
        {
            RegistrationEvent.Drafted => new RegistrationDrafted { RegistrationId = id, AccountId = account, Line = line, OwnerId = row.OwnerId.ToString() },
            RegistrationEvent.Claimed e => new RegistrationClaimed
            {
                RegistrationId = id,
                Number = row.Number,
                AccountId = account,
                Line = line,
                OwnerId = row.OwnerId.ToString(),
                OwnerName = row.OwnerName,
                ClaimedAt = e.At.ToTimestamp(),
                DecisionDueAt = e.DecisionDueAt.ToTimestamp(),
            },
            RegistrationEvent.Approved e => Approved(row, e.At, e.By?.Id),
            RegistrationEvent.TakenByHouse e => Approved(row, e.At, actor),
            RegistrationEvent.NamedByCustomer e => Approved(row, e.At, actor),
            RegistrationEvent.ActivityNoted e => new RegistrationActivityNoted { ActivityAt = e.At.ToTimestamp() },
            RegistrationEvent.Warned e => new RegistrationWarned { RegistrationId = id, AccountId = account, Line = line, OwnerId = row.OwnerId.ToString(), WarnedAt = e.At.ToTimestamp(), EndsAt = e.ReleaseAt.ToTimestamp() },
            RegistrationEvent.Extended e => new RegistrationExtended { RegistrationId = id, AccountId = account, Line = line, ExtendedAt = e.At.ToTimestamp(), ProtectedUntil = e.Until.ToTimestamp(), Evidence = e.Evidence.Key },
            RegistrationEvent.MovedByCustomer e => Moved(row, e.OldOwner, e.At, e.DocumentSha256),
            RegistrationEvent.HandedOver e => Moved(row, e.OldOwner, e.At, ""),
            RegistrationEvent.Ended e => new RegistrationEnded
            {
                RegistrationId = id,
                AccountId = account,
                Line = line,
                OwnerId = row.OwnerId.ToString(),
                OwnerName = row.OwnerName,
                EndedAt = e.At.ToTimestamp(),
                Ending = Upper(e.How.ToString()),
                Reason = e.Reason,
            },
            RegistrationEvent.Rehomed e => new RegistrationRehomed { RegistrationId = id, FromAccountId = e.FromAccount.ToString(), AccountId = e.ToAccount.ToString(), RehomedAt = e.At.ToTimestamp() },
            RegistrationEvent.Reinstated e => new RegistrationReinstated
            {
                RegistrationId = id,
                AccountId = account,
                Line = line,
                OwnerId = row.OwnerId.ToString(),
                OwnerName = row.OwnerName,
                ReinstatedAt = e.At.ToTimestamp(),
                ProtectedUntil = row.State == Data.RegistrationState.Approved ? row.ProtectedUntil?.ToTimestamp() : null,
            },
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>A registration as somebody may see it. The row's account must be loaded.</summary>
    /// <param name="row">The registration.</param>
    /// <param name="withForm">The viewer is the owner, or decides: they also see what was said.</param>
    /// <param name="ownerHasLeft">The owner can no longer sign in.</param>
    public static V1.Registration ToMessage(this RegistrationRow row, bool withForm, bool ownerHasLeft = false)
    {
        var message = new V1.Registration
        {
            RegistrationId = row.Id.ToString(),
            Number = row.Number,
            AccountId = row.AccountId.ToString(),
            AccountNumber = row.Account!.Number,
            AccountName = row.Account.Name,
            Line = (V1.ProductLine)row.Line,
            State = (V1.RegistrationState)row.State,
            OwnerId = row.OwnerId.ToString(),
            OwnerName = row.OwnerName,
            ClaimedAt = row.ClaimedAt?.ToTimestamp(),
            DecisionDueAt = row.State == Data.RegistrationState.Pending ? row.DecisionDueAt?.ToTimestamp() : null,
            ApprovedAt = row.ApprovedAt?.ToTimestamp(),
            ApprovedBy = row.ApprovedByName ?? "",
            Keeping = (RegistrationKeeping)(row.Keeping ?? 0),
            ProtectedUntil = row.ProtectedUntil?.ToTimestamp(),
            LastActivityAt = row.LastActivityAt?.ToTimestamp(),
            WarnedAt = row.WarnedAt?.ToTimestamp(),
            EndedAt = row.EndedAt?.ToTimestamp(),
            Ending = (RegistrationEnding)(row.Ending ?? 0),
            EndReason = row.EndReason ?? "",
            RulesNumber = row.RulesNumber,
            OwnerHasLeft = ownerHasLeft,
            Version = row.Version,
        };
        message.Extensions.AddRange(row.Extensions.OrderBy(e => e.Position).Select(e => e.ToMessage(withForm)));
        if (withForm)
        {
            message.Form = row.Form.ToMessage();
        }

        return message;
    }

    public static V1.ClaimLink ToMessage(this ClaimLinkRow row) => new()
    {
        Position = row.Position,
        At = row.At.ToTimestamp(),
        Kind = row.Kind,
        Result = row.Result,
        WhoId = row.WhoId.ToString(),
        WhoName = row.WhoName,
        Content = row.Content,
        Previous = row.Previous,
        Hash = row.Hash,
    };

    public static V1.Notice ToMessage(this NoticeRow row) => new()
    {
        NoticeId = row.Id.ToString(),
        Kind = (V1.NoticeKind)row.Kind,
        SubjectId = row.SubjectId.ToString(),
        Text = row.Text,
        At = row.At.ToTimestamp(),
    };

    /// <summary>What the rules of claims know of an account.</summary>
    public static AccountFacts ToFacts(this AccountRow row) => new($"{row.Number} {row.Name}", row.Segment, row.AnnualCorePeriods);

    public static ClaimForm ToDomain(this V1.ClaimForm form) => new(
        form.Contact.Trim(), form.EvidenceNote.Trim(), form.NextStep.Trim(), form.NextStepReason.Trim(), DateOrNull(form.NextStepOn));

    public static V1.ClaimForm ToMessage(this ClaimForm form) => new()
    {
        Contact = form.Contact,
        EvidenceNote = form.EvidenceNote,
        NextStep = form.NextStep,
        NextStepReason = form.NextStepReason,
        NextStepOn = form.NextStepOn is { } date ? Iso(date) : "",
    };

    public static ProgressEvidence ToDomain(this ExtendRegistrationRequest request) => request.EvidenceCase == ExtendRegistrationRequest.EvidenceOneofCase.Signal
        ? new ProgressEvidence.OnChainSignal(
            (SignalKind)request.Signal.Kind,
            request.Signal.Network,
            request.Signal.Reference,
            request.Signal.HasEventIndex ? request.Signal.EventIndex : null,
            request.Signal.At.ToDateTimeOffset())
        : new ProgressEvidence.MeetingAndAssessment(
            DateOrNull(request.Meeting.MetOn)!.Value, request.Meeting.Note.Trim(), request.Meeting.Assessment.Trim(), request.Meeting.AssessmentSha256);

    public static V1.OwnershipRules ToMessage(this RulesRow row) => new()
    {
        Number = row.Number,
        DecisionWorkingDays = row.DecisionWorkingDays,
        ProtectionDays = row.ProtectionDays,
        ExtensionDays = row.ExtensionDays,
        ExtensionsMax = row.ExtensionsMax,
        WarnAfterDays = row.WarnAfterDays,
        ReleaseAfterDays = row.ReleaseAfterDays,
        OpenLeadsMax = row.OpenLeadsMax,
        MonthlyCapacity = row.MonthlyCapacity,
        OverflowHours = row.OverflowHours,
        HandOverWorkingDays = row.HandOverWorkingDays,
        CalendarZone = row.CalendarZone,
        Holidays = { row.Holidays.Select(Iso) },
        AdoptedAt = row.AdoptedAt.ToTimestamp(),
        AdoptedBy = row.AdoptedByName,
        Reason = row.Reason,
    };

    public static OwnershipRules ToDomain(this V1.OwnershipRules rules, int number) => new()
    {
        Number = number,
        DecisionWorkingDays = rules.DecisionWorkingDays,
        ProtectionDays = rules.ProtectionDays,
        ExtensionDays = rules.ExtensionDays,
        ExtensionsMax = rules.ExtensionsMax,
        WarnAfterDays = rules.WarnAfterDays,
        ReleaseAfterDays = rules.ReleaseAfterDays,
        OpenLeadsMax = rules.OpenLeadsMax,
        MonthlyCapacity = rules.MonthlyCapacity,
        OverflowHours = rules.OverflowHours,
        HandOverWorkingDays = rules.HandOverWorkingDays,
        CalendarZone = rules.CalendarZone,
        Holidays = [.. rules.Holidays.Select(d => DateOrNull(d)!.Value)],
    };

    /// <summary>A date as the protos write it; null when it is none.</summary>
    public static DateOnly? DateOrNull(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static RegistrationExtension ToMessage(this ExtensionRow row, bool withEvidence)
    {
        var message = new RegistrationExtension { GrantedAt = row.GrantedAt.ToTimestamp(), Until = row.Until.ToTimestamp() };
        switch (withEvidence ? row.ToExtension().Evidence : null)
        {
            case ProgressEvidence.MeetingAndAssessment m:
                message.Meeting = new() { MetOn = Iso(m.MetOn), Note = m.Note, Assessment = m.Assessment, AssessmentSha256 = m.AssessmentSha256 };
                break;
            case ProgressEvidence.OnChainSignal s:
                message.Signal = new() { Kind = (ProgressSignalKind)s.Kind, Network = s.Network, Reference = s.Reference, At = s.At.ToTimestamp() };
                if (s.EventIndex is { } index)
                {
                    message.Signal.EventIndex = index;
                }

                break;
        }

        return message;
    }

    private static RegistrationApproved Approved(RegistrationRow row, DateTimeOffset at, Guid? by) => new()
    {
        RegistrationId = row.Id.ToString(),
        AccountId = row.AccountId.ToString(),
        Line = (V1.ProductLine)row.Line,
        OwnerId = row.OwnerId.ToString(),
        OwnerName = row.OwnerName,
        ApprovedAt = at.ToTimestamp(),
        ProtectedUntil = row.ProtectedUntil?.ToTimestamp(),
        ApprovedById = by?.ToString() ?? "",
        House = row.Keeping == Keeping.House,
        CustomerDocumentSha256 = row.CustomerDocument ?? "",
    };

    private static RegistrationMoved Moved(RegistrationRow row, Owner oldOwner, DateTimeOffset at, string document) => new()
    {
        RegistrationId = row.Id.ToString(),
        AccountId = row.AccountId.ToString(),
        Line = (V1.ProductLine)row.Line,
        OldOwnerId = oldOwner.Id.ToString(),
        OldOwnerName = oldOwner.Name,
        OwnerId = row.OwnerId.ToString(),
        OwnerName = row.OwnerName,
        MovedAt = at.ToTimestamp(),
        ProtectedUntil = row.ProtectedUntil?.ToTimestamp(),
        CustomerDocumentSha256 = document,
        InCare = row.Keeping == Keeping.Customer,
    };

    // GivenUp becomes GIVEN_UP, as enums are written on the wire.
    private static string Upper(string name) => string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{c}" : $"{char.ToUpperInvariant(c)}"));
}
