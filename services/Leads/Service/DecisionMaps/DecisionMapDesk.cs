using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Accounts;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.DecisionMaps;

/// <summary>What people enter in decision maps. No answer holds anything about people: answers are kept for repeats.</summary>
public sealed class DecisionMapDesk(CommandRunner<LeadsDb> commands)
{
    private const string Aggregate = "decision-map";

    /// <summary>Makes a map (<paramref name="mapId"/> null), or changes title and track.</summary>
    public Task<Outcome<SetDecisionMapResponse>> SetAsync(
        Command command, Guid? mapId, Guid? accountId, Guid? leadId, string title, string trackName, PowerUnit unit, DecisionTrack track, long expectedVersion, CancellationToken stop) =>
        commands.RunAsync<SetDecisionMapResponse>(command, async scope =>
        {
            DecisionMapRow row;
            if (mapId is { } known)
            {
                if (await scope.Db.DecisionMaps.SingleOrDefaultAsync(m => m.Id == known, scope.Stop) is not { } found)
                {
                    return Refusal.NotFound("decision map", known);
                }

                if (WhyStale(found, expectedVersion) is { } stale)
                {
                    return stale;
                }

                row = found;
            }
            else
            {
                if (await AccountBook.LiveIdAsync(scope.Db, accountId!.Value, scope.Stop) is not { } live)
                {
                    return Refusal.NotFound("account", accountId.Value);
                }

                if (leadId is { } lead && !await scope.Db.Leads.AnyAsync(l => l.Id == lead && l.AccountId == live, scope.Stop))
                {
                    return Refusal.InvalidField("lead_id", "is no lead of this account.");
                }

                row = new() { Id = Guid.CreateVersion7(scope.Now), AccountId = live, LeadId = leadId, Title = title, TrackName = trackName, Unit = unit, ApprovalBasisPoints = 0, SupportBasisPoints = 0, CreatedAt = scope.Now };
                scope.Db.DecisionMaps.Add(row);
            }

            (row.Title, row.TrackName, row.Unit) = (title, trackName, unit);
            (row.ApprovalBasisPoints, row.Turnout, row.SupportBasisPoints, row.Electorate) = (track.ApprovalBasisPoints, track.Turnout, track.SupportBasisPoints, track.Electorate);
            scope.Append(row, Aggregate, [new DecisionMapSet { MapId = row.Id.ToString(), AccountId = row.AccountId.ToString(), LeadId = row.LeadId?.ToString() ?? "" }]);
            return new SetDecisionMapResponse { MapId = row.Id.ToString(), Version = row.Version };
        }, stop);

    /// <summary>Enters somebody (<paramref name="memberId"/> null), or replaces what is known of them.</summary>
    public Task<Outcome<SetDecisionMemberResponse>> SetMemberAsync(Command command, Guid mapId, Guid? memberId, MemberForm form, long expectedVersion, CancellationToken stop) =>
        commands.RunAsync<SetDecisionMemberResponse>(command, async scope =>
        {
            if (form.Faults(DateOnly.FromDateTime(scope.Now.UtcDateTime)) is { Count: > 0 } faults)
            {
                return Refusal.InvalidFields(faults);
            }

            if (await scope.Db.DecisionMaps.Include(m => m.Members).SingleOrDefaultAsync(m => m.Id == mapId, scope.Stop) is not { } map)
            {
                return Refusal.NotFound("decision map", mapId);
            }

            if (WhyStale(map, expectedVersion) is { } stale)
            {
                return stale;
            }

            var row = map.Members.SingleOrDefault(m => m.Id == memberId);
            if (row is null && memberId is { } asked)
            {
                return Refusal.NotFound("member of this map", asked);
            }

            if (form.ContactId is { } contact && row?.ContactId != contact && !await scope.Db.Contacts.AnyAsync(c => c.Id == contact && c.AccountId == map.AccountId && c.ForgottenAt == null, scope.Stop))
            {
                return Refusal.InvalidField("member.contact_id", "is no contact of this account.");
            }

            if (form.Address.Length > 0 && map.Members.Any(m => m.Id != memberId && m.Address == form.Address))
            {
                return Refusal.InvalidField("member.address", "stands for another member of this map already; its votes would count twice.");
            }

            if (row is null)
            {
                if (map.Members.Count >= MemberForm.MembersMax)
                {
                    return new Refusal(RefusalKind.Precondition, "MAP_FULL", $"A map holds at most {MemberForm.MembersMax} members; remove those that do not matter.");
                }

                row = new() { Id = Guid.CreateVersion7(scope.Now), MapId = mapId };
                scope.Db.DecisionMembers.Add(row);
            }

            row.Imported = row.Imported && row.Weight == form.Weight && row.WeightBlockHash == form.WeightAt?.Hash;
            (row.Label, row.ContactId, row.Address, row.Weight) = (form.Label, form.ContactId, form.Address, form.Weight);
            (row.WeightBlock, row.WeightBlockHash) = ((long?)form.WeightAt?.Number, form.WeightAt?.Hash);
            (row.SoftPower, row.Evidence, row.Roles, row.Stance) = ((short)form.SoftPower, form.Evidence, [.. form.Roles.Select(r => (short)r).Order()], form.Stance);
            (row.ContactedOn, row.ContactedBy) = (form.ContactedOn, form.ContactedOn is null ? "" : form.ContactedBy.Length > 0 ? form.ContactedBy : scope.Actor.Name);
            scope.Append(map, Aggregate, [new DecisionMemberSet { MapId = mapId.ToString(), MemberId = row.Id.ToString() }]);
            return new SetDecisionMemberResponse { MapId = mapId.ToString(), MemberId = row.Id.ToString(), Version = map.Version };
        }, stop);

    /// <summary>Takes somebody off a map, with all that was written about them there.</summary>
    public Task<Outcome<RemoveDecisionMemberResponse>> RemoveMemberAsync(Command command, Guid mapId, Guid memberId, long expectedVersion, CancellationToken stop) =>
        commands.RunAsync<RemoveDecisionMemberResponse>(command, async scope =>
        {
            if (await scope.Db.DecisionMaps.SingleOrDefaultAsync(m => m.Id == mapId, scope.Stop) is not { } map)
            {
                return Refusal.NotFound("decision map", mapId);
            }

            if (WhyStale(map, expectedVersion) is { } stale)
            {
                return stale;
            }

            if (await scope.Db.DecisionMembers.SingleOrDefaultAsync(m => m.Id == memberId && m.MapId == mapId, scope.Stop) is not { } row)
            {
                return Refusal.NotFound("member of this map", memberId);
            }

            scope.Db.DecisionMembers.Remove(row);
            scope.Append(map, Aggregate, [new DecisionMemberRemoved { MapId = mapId.ToString(), MemberId = memberId.ToString() }]);
            return new RemoveDecisionMemberResponse { MapId = mapId.ToString(), Version = map.Version };
        }, stop);

    /// <summary>Enters voting power at one block. What else is known of members stays.</summary>
    public Task<Outcome<ImportDecisionWeightsResponse>> ImportAsync(Command command, Guid mapId, BlockName at, IReadOnlyList<ImportedWeight> weights, long expectedVersion, CancellationToken stop) =>
        commands.RunAsync<ImportDecisionWeightsResponse>(command, async scope =>
        {
            if (await scope.Db.DecisionMaps.Include(m => m.Members).SingleOrDefaultAsync(m => m.Id == mapId, scope.Stop) is not { } map)
            {
                return Refusal.NotFound("decision map", mapId);
            }

            if (WhyStale(map, expectedVersion) is { } stale)
            {
                return stale;
            }

            var known = map.Members.Where(m => m.Address.Length > 0).ToDictionary(m => m.Address);
            var added = weights.Count(w => !known.ContainsKey(w.Address));
            if (map.Members.Count + added > MemberForm.MembersMax)
            {
                return new Refusal(RefusalKind.Precondition, "MAP_FULL", $"The map would have {map.Members.Count + added} members; it holds at most {MemberForm.MembersMax}. Import the heaviest alone.");
            }

            foreach (var weight in weights)
            {
                if (!known.TryGetValue(weight.Address, out var row))
                {
                    row = new() { Id = Guid.CreateVersion7(scope.Now), MapId = mapId, Address = weight.Address, Roles = [(short)DecisionRole.Holder] };
                    scope.Db.DecisionMembers.Add(row);
                }

                row.Label = weight.Label.Length > 0 ? weight.Label : row.Label;
                (row.Weight, row.WeightBlock, row.WeightBlockHash, row.Imported) = (weight.Weight, (long)at.Number, at.Hash, true);
            }

            var changed = weights.Count - added;
            scope.Append(map, Aggregate, [new DecisionWeightsImported { MapId = mapId.ToString(), BlockNumber = at.Number, BlockHash = at.Hash, Added = added, Changed = changed }]);
            return new ImportDecisionWeightsResponse { MapId = mapId.ToString(), Added = added, Changed = changed, Version = map.Version };
        }, stop);

    // Whoever replaces what is known has looked at one version of it: what others entered since would be lost without anybody having seen it.
    private static Refusal? WhyStale(DecisionMapRow map, long expected) => expected == 0 || expected == map.Version ? null : new(
        RefusalKind.Precondition, "MAP_CHANGED", $"This map was changed by somebody else meanwhile (version {expected} then, {map.Version} now). Look at it again, and enter what is still missing.")
    {
        Facts = new Dictionary<string, string> { ["expected_version"] = $"{expected}", ["version"] = $"{map.Version}" },
    };
}
