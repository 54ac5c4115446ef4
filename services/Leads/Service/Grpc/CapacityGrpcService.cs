using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Capacity;
using CoretimeDesk.Leads.V1;
using Grpc.Core;

namespace CoretimeDesk.Leads.Grpc;

/// <summary>Translates only. Rules live in the domain project, statuses in the host's error mapping.</summary>
internal sealed class CapacityGrpcService(AssignmentDesk assignments, RepDesk reps, OverflowList overflow) : CapacityService.CapacityServiceBase
{
    private const int WordsMax = 50;
    private const int WordLengthMax = 40;

    public override async Task<SetRepProfileResponse> SetRepProfile(SetRepProfileRequest request, ServerCallContext context)
    {
        var asked = request.Profile ?? new();
        Check.That(request)
            .Present("profile", request.Profile)
            .Uuid("profile.person_id", asked.PersonId, out var person)
            .OptionalText("profile.name", asked.Name, Registrations.ClaimForm.ShortLengthMax)
            .Satisfies("profile.functions", asked.Functions.All(f => f is not V1.SalesFunction.Unspecified && Enum.IsDefined(f)), "holds an unknown function; SDR, AE and CSM are known.")
            .Satisfies("profile.segments", asked.Segments.All(s => s is not V1.Segment.Unspecified && Enum.IsDefined(s)), "holds an unknown segment.")
            .Satisfies("profile.territories", AreWords(asked.Territories), $"may hold {WordsMax} words of 1 to {WordLengthMax} characters.")
            .Satisfies("profile.languages", AreWords(asked.Languages), $"may hold {WordsMax} words of 1 to {WordLengthMax} characters, such as de.")
            .Satisfies("profile.time_zone", TimeZoneInfo.TryFindSystemTimeZoneById(asked.TimeZone, out _), $"\"{asked.TimeZone}\" is no time zone that this machine knows; use an IANA name such as Europe/Zurich.")
            .Range("profile.weight", asked.Weight, 1, RoundRobin.WeightMax)
            .Satisfies("profile.open_leads_max", !asked.HasOpenLeadsMax || asked.OpenLeadsMax is >= 0 and <= CapacityLimit.OpenLeadsTop, $"is {asked.OpenLeadsMax}; 0 to {CapacityLimit.OpenLeadsTop} is allowed.")
            .Satisfies(
                "profile.monthly_capacity",
                !asked.HasMonthlyCapacity || asked.MonthlyCapacity == 0 || asked.MonthlyCapacity is >= CapacityLimit.DaysOfMonth and <= CapacityLimit.MonthlyTop,
                $"is {asked.MonthlyCapacity}; 0, or {CapacityLimit.DaysOfMonth} to {CapacityLimit.MonthlyTop}: less than one a day cannot be shared out by days.")
            .ThrowIfAny();
        return (await reps.SetAsync(context.ToCommand(request, request.RequestId), person, asked, context.CancellationToken)).OrThrow();
    }

    public override Task<ListRepsResponse> ListReps(ListRepsRequest request, ServerCallContext context) => reps.ListAsync(context.CancellationToken);

    public override async Task<AssignLeadResponse> AssignLead(AssignLeadRequest request, ServerCallContext context)
    {
        Check.That(request)
            .Uuid("lead_id", request.LeadId, out var lead)
            .OptionalUuid("rep_id", request.RepId, out var rep)
            .OptionalText("territory", request.Territory, WordLengthMax)
            .OptionalText("language", request.Language, WordLengthMax)
            .Satisfies("rep_id", request.RepId.Length == 0 || (request.Territory.Length == 0 && request.Language.Length == 0), "cannot be combined with territory or language, which are for choosing a rep.")
            .ThrowIfAny();
        return (await assignments.AssignAsync(context.ToCommand(request, request.RequestId), lead, rep, request.Territory.Trim(), request.Language.Trim(), context.CancellationToken)).OrThrow();
    }

    public override async Task<GiveBackLeadResponse> GiveBackLead(GiveBackLeadRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("lead_id", request.LeadId, out var lead).OptionalText("reason", request.Reason, Registrations.ClaimForm.LongLengthMax).ThrowIfAny();
        return (await assignments.GiveBackAsync(context.ToCommand(request, request.RequestId), lead, request.Reason.Trim(), context.CancellationToken)).OrThrow();
    }

    public override async Task<LoseLeadResponse> LoseLead(LoseLeadRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("lead_id", request.LeadId, out var lead).OptionalText("reason", request.Reason, Registrations.ClaimForm.LongLengthMax).ThrowIfAny();
        return (await assignments.LoseAsync(context.ToCommand(request, request.RequestId), lead, request.Reason.Trim(), context.CancellationToken)).OrThrow();
    }

    public override Task<ListOverflowResponse> ListOverflow(ListOverflowRequest request, ServerCallContext context)
    {
        var check = Check.That(request);
        var page = OverflowPage.Read(check, request.PageSize, request.PageToken);
        check.ThrowIfAny();
        return overflow.ListAsync(page, request.Overdue, context.CancellationToken);
    }

    public override Task<ListAssignmentsResponse> ListAssignments(ListAssignmentsRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("lead_id", request.LeadId, out var lead).ThrowIfAny();
        return overflow.AssignmentsAsync(lead, context.CancellationToken);
    }

    private static bool AreWords(Google.Protobuf.Collections.RepeatedField<string> words) =>
        words.Count <= WordsMax && words.All(w => w.Trim().Length is >= 1 and <= WordLengthMax && !w.Any(char.IsControl));
}
