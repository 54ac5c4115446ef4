using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Leads.V1;

namespace CoretimeDesk.Desk.Commands.Work;

/// <summary>Who has a say, under <c>./desk decisions</c>.</summary>
internal static class DecisionMemberCommands
{
    private const string Unknown = "unknown";

    public static Command Member()
    {
        var map = DecisionMapCommands.Map();
        var member = new Option<string?>("--member") { Description = "Change this member, by id; what is not given stays. Without it: a new one." };
        var label = new Option<string?>("--label") { Description = "What to call them, at most 120 characters. A contact is called by name." };
        var contact = new Option<string?>("--contact") { Description = "The contact of the account that they are, by id; \"\" takes it away." };
        var address = new Option<string?>("--votes-from") { Description = "The chain account that votes; \"\" takes it away." };
        var weight = new Option<string?>("--weight") { Description = "Voting power: a whole number in the map's unit (planck or votes), with --block and --block-hash; \"\" takes it away." };
        var (block, hash) = DecisionMapCommands.Block(required: false);
        var soft = new Option<int?>("--soft-power") { Description = "How much they are listened to, 0 to 5. Above 0 it needs --evidence." };
        var evidence = new Option<string?>("--evidence") { Description = "How you know that they are listened to, at most 1000 characters." };
        var roles = Words.Several<DecisionRole>("--role", "All that they are to the decision.");
        var noRole = new Option<bool>("--no-role") { Description = "They are nothing of that any more." };
        var stance = new Option<string?>("--stance") { Description = "How they will vote. One of for, against, unknown." };
        stance.AcceptOnlyFromAmong(Answer.Word(Stance.For), Answer.Word(Stance.Against), Unknown);
        var on = new Option<string?>("--contacted-on") { Description = "The day somebody talked to them last: 2026-11-27. Of a contact the activities know, too." };
        var by = new Option<string?>("--contacted-by") { Description = "Who did; you, unless you say otherwise." };
        return LeadsCall.Make(
            "member", "Enter somebody who has a say, or change what is known of them.",
            [map, member, label, contact, address, weight, block, hash, soft, evidence, roles, noRole, stance, on, by], async (r, call, cancellation) =>
            {
                var mapId = r.GetValue(map)!;
                if (r.GetValue(noRole) && r.GetValue(roles) is { Length: > 0 })
                {
                    throw new DeskException("--no-role: takes all roles away, and --role names some; give one of them.");
                }

                if (r.GetValue(block) is null != r.GetValue(hash) is null)
                {
                    throw new DeskException($"{(r.GetValue(block) is null ? "--block" : "--block-hash")}: is missing; a block is named by number and hash.");
                }

                if (!string.IsNullOrEmpty(r.GetValue(weight)) && r.GetValue(block) is null)
                {
                    throw new DeskException("--block: is missing; say with --block and --block-hash at which block the weight was read.");
                }

                var (form, version) = r.GetValue(member) is { } id ? await KnownAsync(r, call, mapId, id, cancellation) : (new DecisionMember(), 0);
                form.ContactId = r.GetValue(contact) ?? form.ContactId;
                form.Label = r.GetValue(label) ?? form.Label;
                form.Address = r.GetValue(address) ?? form.Address;
                form.Weight = r.GetValue(weight) ?? form.Weight;
                form.WeightAt = r.GetValue(block) is { } number ? DecisionMapCommands.BlockOf(number, r.GetValue(hash)!) : form.Weight.Length > 0 ? form.WeightAt : null;
                form.SoftPower = r.GetValue(soft) ?? form.SoftPower;
                form.Evidence = r.GetValue(evidence) ?? form.Evidence;
                form.Stance = r.GetValue(stance) switch { null => form.Stance, Unknown => Stance.Unspecified, var word => Words.Parse<Stance>(word) };
                if (r.GetValue(on) is { } day)
                {
                    // Who talked to them another day does not follow from who did before.
                    (form.ContactedOn, form.ContactedBy) = (day, "");
                }

                form.ContactedBy = r.GetValue(by) ?? form.ContactedBy;
                if (r.GetValue(noRole) || r.GetValue(roles) is { Length: > 0 })
                {
                    form.Roles.Clear();
                    form.Roles.Add(Words.ParseAll<DecisionRole>(r.GetValue(roles)));
                }

                var request = new SetDecisionMemberRequest { RequestId = SessionCommands.NewId(), MapId = mapId, Member = form, ExpectedVersion = version };
                var answer = await call.SendAsync(r, (c, o) => DecisionMapCommands.Client(c).SetDecisionMemberAsync(request, o), cancellation);
                call.Show(r, answer, screen => screen.Done($"{(form.MemberId.Length > 0 ? "Changed" : "Entered")} ({answer.MemberId}). './desk decisions show {answer.MapId}' shows what follows."));
            });
    }

    public static Command Remove()
    {
        var map = DecisionMapCommands.Map();
        var member = new Argument<string>("member-id") { Description = "'./desk decisions show' shows ids." };
        return LeadsCall.Make("remove", "Take somebody off a map, with all that was written about them there.", [map, member], async (r, call, cancellation) =>
        {
            var request = new RemoveDecisionMemberRequest { RequestId = SessionCommands.NewId(), MapId = r.GetValue(map)!, MemberId = r.GetValue(member)! };
            var answer = await call.SendAsync(r, (c, o) => DecisionMapCommands.Client(c).RemoveDecisionMemberAsync(request, o), cancellation);
            call.Show(r, answer, screen => screen.Done("Removed, with all that the map said about them."));
        });
    }

    // What is sent replaces all that was known, so what was known is read first; what somebody else enters in between is not to be lost.
    private static async Task<(DecisionMember Member, long Version)> KnownAsync(ParseResult r, LeadsCall call, string mapId, string memberId, CancellationToken cancellation)
    {
        var map = (await call.SendAsync(r, (c, o) => DecisionMapCommands.Client(c).GetDecisionMapAsync(new() { MapId = mapId }, o), cancellation)).Map;
        var known = map.Members.FirstOrDefault(m => m.MemberId.Equals(memberId, StringComparison.OrdinalIgnoreCase))
            ?? throw new DeskException($"--member: '{memberId}' is nobody on this map; './desk decisions show {mapId}' shows ids.");

        // An answer calls a contact by name, and whoever has no label by address. Kept as a label, the name would outlive the contact's deletion.
        if (known.ContactId.Length > 0 || known.Label == known.Address)
        {
            known.Label = "";
        }

        return (known, map.Version);
    }
}
