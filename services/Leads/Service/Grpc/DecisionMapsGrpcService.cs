using CoretimeDesk.Hosting;
using CoretimeDesk.Leads.DecisionMaps;
using CoretimeDesk.Leads.Registrations;
using CoretimeDesk.Leads.V1;
using Grpc.Core;

namespace CoretimeDesk.Leads.Grpc;

/// <summary>Translates only. Rules live in the domain project, statuses in the host's error mapping.</summary>
internal sealed class DecisionMapsGrpcService(DecisionMapDesk desk, DecisionMapList list) : DecisionMapsService.DecisionMapsServiceBase
{
    private const int TitleMax = 200;
    private const int RolesMax = 5;
    private const string NoVersion = "counts from 1; 0 is whatever it is.";
    private const string NoAmount = "must be a whole number of at most 39 digits, without separators.";

    public override async Task<SetDecisionMapResponse> SetDecisionMap(SetDecisionMapRequest request, ServerCallContext context)
    {
        var track = request.Track ?? new();
        Check.That(request)
            .OptionalUuid("map_id", request.MapId, out var map)
            .OptionalUuid("account_id", request.AccountId, out var account)
            .OptionalUuid("lead_id", request.LeadId, out var lead)
            .Satisfies("account_id", (map is null) == (account is not null), "is needed for a new map, and left out with map_id.")
            .Satisfies("lead_id", map is null || lead is null, "is left out with map_id.")
            .Satisfies("expected_version", map is not null || request.ExpectedVersion == 0, "is for a map that exists; leave it out.")
            .Satisfies("expected_version", request.ExpectedVersion >= 0, NoVersion)
            .Text("title", request.Title, TitleMax)
            .Present("track", request.Track)
            .Text("track.name", track.Name, TitleMax)
            .KnownEnum("track.unit", track.Unit)
            .Range("track.approval_basis_points", track.ApprovalBasisPoints, 1, DecisionMaps.DecisionTrack.Whole)
            .Range("track.support_basis_points", track.SupportBasisPoints, 0, DecisionMaps.DecisionTrack.Whole)
            .Satisfies("track.turnout", DecisionMapMessages.IsAmount(track.Turnout), NoAmount)
            .Satisfies("track.electorate", DecisionMapMessages.IsAmount(track.Electorate), NoAmount)
            .Satisfies("track.electorate", track.SupportBasisPoints == 0 || track.Electorate.Length > 0, "is missing: support is a share of it.")
            .ThrowIfAny();
        return (await desk.SetAsync(
            context.ToCommand(request, request.RequestId),
            map,
            account,
            lead,
            request.Title.Trim(),
            track.Name.Trim(),
            (DecisionMaps.PowerUnit)track.Unit,
            new(track.ApprovalBasisPoints, DecisionMapMessages.Amount(track.Turnout), track.SupportBasisPoints, DecisionMapMessages.Amount(track.Electorate)),
            request.ExpectedVersion,
            context.CancellationToken)).OrThrow();
    }

    public override async Task<SetDecisionMemberResponse> SetDecisionMember(SetDecisionMemberRequest request, ServerCallContext context)
    {
        var member = request.Member ?? new();
        var contacted = RegistrationMessages.DateOrNull(member.ContactedOn);
        var check = Check.That(request)
            .Uuid("map_id", request.MapId, out var map)
            .Satisfies("expected_version", request.ExpectedVersion >= 0, NoVersion)
            .Present("member", request.Member)
            .OptionalUuid("member.member_id", member.MemberId, out var id)
            .OptionalText("member.label", member.Label, MemberForm.LabelLengthMax)
            .OptionalUuid("member.contact_id", member.ContactId, out var contact)
            .Satisfies("member.address", member.Address.Length <= MemberForm.AddressLengthMax && member.Address.All(char.IsAsciiLetterOrDigit), $"must have at most {MemberForm.AddressLengthMax} letters and digits.")
            .Satisfies("member.weight", DecisionMapMessages.IsAmount(member.Weight), NoAmount)
            .Satisfies("member.weight_at", member.WeightAt is null || member.WeightAt.Number <= long.MaxValue, "is no block of any chain.")
            .OptionalText("member.evidence", member.Evidence, MemberForm.EvidenceLengthMax)
            .Count("member.roles", member.Roles.Count, 0, RolesMax)
            .OptionalEnum("member.stance", member.Stance)
            .Satisfies("member.contacted_on", member.ContactedOn.Length == 0 || contacted is not null, "is no date such as 2026-11-27.")
            .OptionalText("member.contacted_by", member.ContactedBy, MemberForm.LabelLengthMax);
        for (var i = 0; i < member.Roles.Count; i++)
        {
            check.KnownEnum($"member.roles[{i}]", member.Roles[i]);
        }

        check.ThrowIfAny();
        var form = new MemberForm(
            member.Label.Trim(),
            contact,
            member.Address,
            DecisionMapMessages.Amount(member.Weight),
            member.WeightAt is { } at ? new(at.Number, at.Hash) : null,
            member.SoftPower,
            member.Evidence.Trim(),
            [.. member.Roles.Select(r => (DecisionMaps.DecisionRole)r)],
            (DecisionMaps.Stance)member.Stance,
            contacted,
            member.ContactedBy.Trim());
        return (await desk.SetMemberAsync(context.ToCommand(request, request.RequestId), map, id, form, request.ExpectedVersion, context.CancellationToken)).OrThrow();
    }

    public override async Task<RemoveDecisionMemberResponse> RemoveDecisionMember(RemoveDecisionMemberRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("map_id", request.MapId, out var map).Uuid("member_id", request.MemberId, out var member)
            .Satisfies("expected_version", request.ExpectedVersion >= 0, NoVersion).ThrowIfAny();
        return (await desk.RemoveMemberAsync(context.ToCommand(request, request.RequestId), map, member, request.ExpectedVersion, context.CancellationToken)).OrThrow();
    }

    public override async Task<ImportDecisionWeightsResponse> ImportDecisionWeights(ImportDecisionWeightsRequest request, ServerCallContext context)
    {
        var at = new DecisionMaps.BlockName(request.At?.Number ?? 0, request.At?.Hash ?? "");
        Check.That(request)
            .Uuid("map_id", request.MapId, out var map)
            .Satisfies("expected_version", request.ExpectedVersion >= 0, NoVersion)
            .Present("at", request.At)
            .Satisfies("at", at.Number <= long.MaxValue && at.IsWellFormed, "needs the block's number and its hash: 0x and 64 hexadecimal digits in lower case.")
            .NotEmpty("csv", request.Csv)
            .MaxLength("csv", request.Csv, WeightsCsv.LengthMax)
            .ThrowIfAny();
        var (weights, faults) = WeightsCsv.Read(request.Csv);
        if (faults.Count > 0)
        {
            throw new RefusedException(Refusal.InvalidFields([.. faults.Select(f => new FieldViolation("csv", f))]));
        }

        return (await desk.ImportAsync(context.ToCommand(request, request.RequestId), map, at, weights, request.ExpectedVersion, context.CancellationToken)).OrThrow();
    }

    public override async Task<GetDecisionMapResponse> GetDecisionMap(GetDecisionMapRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("map_id", request.MapId, out var map).ThrowIfAny();
        return (await list.GetAsync(map, request.IncludeOpposed, context.CancellationToken)).OrThrow();
    }

    public override async Task<ListDecisionMapsResponse> ListDecisionMaps(ListDecisionMapsRequest request, ServerCallContext context)
    {
        var check = Check.That(request).Uuid("account_id", request.AccountId, out var account);
        var page = Page.Read(check, request.PageSize, request.PageToken);
        check.ThrowIfAny();
        return (await list.ListAsync(page, account, context.CancellationToken)).OrThrow();
    }

    public override Task<ListDecisionFlagsResponse> ListDecisionFlags(ListDecisionFlagsRequest request, ServerCallContext context)
    {
        var check = Check.That(request);
        var page = Page.Read(check, request.PageSize, request.PageToken);
        check.ThrowIfAny();
        return list.FlagsAsync(page, context.CancellationToken);
    }
}
