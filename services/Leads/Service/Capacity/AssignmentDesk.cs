using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Cadences;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Registrations;
using CoretimeDesk.Leads.V1;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Capacity;

/// <summary>Gives leads to reps, takes them back, closes them.</summary>
public sealed class AssignmentDesk(CommandRunner<LeadsDb> commands, Assigner assigner, LeadBook book, RulesBook rulebook)
{
    /// <summary>Gives a lead to a named rep, or to whoever the rules choose.</summary>
    public Task<Outcome<AssignLeadResponse>> AssignAsync(Command command, Guid leadId, Guid? repId, string territory, string language, CancellationToken stop) =>
        commands.RunAsync<AssignLeadResponse>(command, async scope =>
        {
            // Nothing is read before the wait; what is read first would be what it was before.
            await scope.LockAsync(repId is { } named ? LeadBook.LockOf(named) : Assigner.Turns);
            if (await LeadAsync(scope, leadId) is not { } lead)
            {
                return Refusal.NotFound("lead", leadId);
            }

            return repId is { } rep
                ? await ToNamedAsync(scope, lead, rep)
                : await ByRulesAsync(scope, lead, territory, language);
        }, stop);

    /// <summary>Ends the ownership of a lead, which then waits in the overflow queue.</summary>
    public Task<Outcome<GiveBackLeadResponse>> GiveBackAsync(Command command, Guid leadId, string reason, CancellationToken stop) =>
        commands.RunAsync<GiveBackLeadResponse>(command, async scope =>
        {
            if (await LeadAsync(scope, leadId) is not { } lead)
            {
                return Refusal.NotFound("lead", leadId);
            }

            var decision = LeadMoves.GiveBack(lead.ToLead(), await AuthorityAsync(scope, lead), reason, scope.Now, await rulebook.CurrentAsync(scope.Db, scope.Stop));
            if (decision.Refusal is { } refusal)
            {
                return refusal;
            }

            LeadBook.Record(scope, lead, decision.Events);
            return new GiveBackLeadResponse { Lead = lead.ToMessage() };
        }, stop);

    /// <summary>Closes a lead as lost.</summary>
    public Task<Outcome<LoseLeadResponse>> LoseAsync(Command command, Guid leadId, string reason, CancellationToken stop) =>
        commands.RunAsync<LoseLeadResponse>(command, async scope =>
        {
            if (await LeadAsync(scope, leadId) is not { } lead)
            {
                return Refusal.NotFound("lead", leadId);
            }

            var decision = LeadMoves.Lose(lead.ToLead(), await AuthorityAsync(scope, lead), reason, scope.Now);
            if (decision.Refusal is { } refusal)
            {
                return refusal;
            }

            LeadBook.Record(scope, lead, decision.Events);
            await EnrolmentBook.EndOfLeadAsync(scope, lead.Id, EndCause.LeadLost);
            return new LoseLeadResponse { Lead = lead.ToMessage() };
        }, stop);

    private async Task<Outcome<AssignLeadResponse>> ToNamedAsync(CommandScope<LeadsDb> scope, LeadRow lead, Guid repId)
    {
        if (await assigner.CandidateAsync(scope, repId) is not { } candidate)
        {
            return Refusal.InvalidField("rep_id", "has no rep profile; make one first, so that the desk knows what they serve and may carry.");
        }

        if (AssignmentRules.WhyNot(candidate) is { } absent)
        {
            return absent;
        }

        var authority = await AuthorityAsync(scope, lead);
        var reason = $"{scope.Actor.Name} named {candidate.Rep.Name}.";
        var decision = LeadMoves.Assign(lead.ToLead(), candidate.Rep, authority.MayLead, reason, scope.Now);
        if (decision.Refusal is { } refusal)
        {
            return refusal;
        }

        if (decision.Events.Count > 0)
        {
            if (await book.WhyTakenAsync(scope, lead, repId) is { } taken)
            {
                return taken;
            }

            if (await book.WhyFullAsync(scope, lead, candidate.Rep) is { } full)
            {
                return full;
            }
        }

        LeadBook.Record(scope, lead, decision.Events);
        return new AssignLeadResponse { Lead = lead.ToMessage(), Reason = reason };
    }

    private async Task<Outcome<AssignLeadResponse>> ByRulesAsync(CommandScope<LeadsDb> scope, LeadRow lead, string territory, string language)
    {
        // Asked of a lead that somebody has, the answer is who has it.
        if (lead.ToLead() is not Lead.Open && LeadMoves.Assign(lead.ToLead(), new(Guid.Empty, ""), false, "", scope.Now).Refusal is { } refusal)
        {
            return refusal;
        }

        var reason = await assigner.AssignAsync(scope, lead, territory, language);
        return new AssignLeadResponse { Lead = lead.ToMessage(), Reason = reason };
    }

    private static async Task<Authority> AuthorityAsync(CommandScope<LeadsDb> scope, LeadRow lead)
    {
        var owner = lead.OwnerId is { } id ? await scope.Db.KnownPeople.SingleOrDefaultAsync(p => p.Id == id, scope.Stop) : null;
        return Authority.Of(scope.Actor, owner?.TeamIds ?? []);
    }

    private static Task<LeadRow?> LeadAsync(CommandScope<LeadsDb> scope, Guid id) =>
        scope.Db.Leads.Include(l => l.Account).SingleOrDefaultAsync(l => l.Id == id, scope.Stop);
}
