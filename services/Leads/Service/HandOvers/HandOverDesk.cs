using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Capacity;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Registrations;
using CoretimeDesk.Leads.V1;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.HandOvers;

/// <summary>Offers, acceptances and returns.</summary>
public sealed class HandOverDesk(CommandRunner<LeadsDb> commands, HandOverBook book, RulesBook rulebook, LeadBook leads, RegistrationBook registrations)
{
    /// <summary>Offers a qualified lead's customer to an AE.</summary>
    public Task<Outcome<OfferHandOverResponse>> OfferLeadAsync(Command command, Guid leadId, Guid receiver, string note, IReadOnlyList<ChecklistAnswer> checklist, CancellationToken stop) =>
        commands.RunAsync<OfferHandOverResponse>(command, async scope =>
        {
            await scope.LockAsync($"hand-over of lead {leadId}");
            if (await scope.Db.Leads.Include(l => l.Account).SingleOrDefaultAsync(l => l.Id == leadId, scope.Stop) is not { } lead)
            {
                return Refusal.NotFound("lead", leadId);
            }

            if (lead.ToLead() is Lead.Closed closed)
            {
                return LeadMoves.Over(closed);
            }

            if (await book.OfferedForAsync(scope, leadId) is { } open)
            {
                return new Refusal(RefusalKind.Precondition, "ALREADY_OFFERED", $"{open.ToName} is asked since {open.OfferedAt:d MMMM yyyy HH:mm} UTC and has until {open.DueAt:d MMMM yyyy HH:mm} UTC.");
            }

            if (await ParticipantAsync(scope, receiver) is not { } to)
            {
                return Refusal.InvalidField("receiver_id", "has no rep profile; name somebody whose profile says what they are there for.");
            }

            var decision = HandOverRules.OfferToAe(
                Guid.CreateVersion7(scope.Now), lead.AccountId, lead.Account!.Segment, lead.OwnerId, await SenderAsync(scope), to, note, checklist, scope.Now, await rulebook.CurrentAsync(scope.Db, scope.Stop));
            return decision.Refusal is { } refusal
                ? refusal
                : new OfferHandOverResponse { HandOver = (await book.BeginAsync(scope, lead.Account, leadId, decision.Events[0])).ToMessage() };
        }, stop);

    /// <summary>Offers a customer who has bought to a CSM.</summary>
    public Task<Outcome<OfferHandOverResponse>> OfferCustomerAsync(Command command, Guid handOverId, Guid receiver, string note, CancellationToken stop) =>
        commands.RunAsync<OfferHandOverResponse>(command, async scope =>
        {
            if (await book.FindAsync(scope, handOverId) is not { } row)
            {
                return Refusal.NotFound("hand-over", handOverId);
            }

            if (await ParticipantAsync(scope, receiver) is not { } to)
            {
                return Refusal.InvalidField("receiver_id", "has no rep profile; name somebody whose profile says what they are there for.");
            }

            var decision = HandOverRules.OfferToCsm(row.ToHandOver(), await SenderAsync(scope), to, note, scope.Now, await rulebook.CurrentAsync(scope.Db, scope.Stop));
            if (decision.Refusal is { } refusal)
            {
                return refusal;
            }

            book.Record(scope, row, decision.Events);
            return new OfferHandOverResponse { HandOver = row.ToMessage() };
        }, stop);

    /// <summary>The receiver says yes: lead and registrations are theirs from this instant.</summary>
    public Task<Outcome<AcceptHandOverResponse>> AcceptAsync(Command command, Guid handOverId, CancellationToken stop) =>
        commands.RunAsync<AcceptHandOverResponse>(command, async scope =>
        {
            var receiver = new Owner(scope.Actor.Id, scope.Actor.Name);
            await scope.LockAsync(LeadBook.LockOf(receiver.Id));
            if (await book.FindAsync(scope, handOverId) is not { } row)
            {
                return Refusal.NotFound("hand-over", handOverId);
            }

            var decision = HandOverRules.Accept(row.ToHandOver(), receiver, scope.Now);
            if (decision.Refusal is null && decision.Events.Count > 0)
            {
                var refusal = row.Step == HandOverStep.SdrToAe ? await PassLeadAsync(scope, row, receiver) : await PassCustomerAsync(scope, row, receiver);
                if (refusal is not null)
                {
                    return refusal;
                }
            }

            if (decision.Refusal is { } no)
            {
                return no;
            }

            book.Record(scope, row, decision.Events);
            return new AcceptHandOverResponse { HandOver = row.ToMessage() };
        }, stop);

    /// <summary>The receiver says no, or the sender takes it back.</summary>
    public Task<Outcome<ReturnHandOverResponse>> ReturnAsync(Command command, Guid handOverId, string reason, CancellationToken stop) =>
        commands.RunAsync<ReturnHandOverResponse>(command, async scope =>
        {
            if (await book.FindAsync(scope, handOverId) is not { } row)
            {
                return Refusal.NotFound("hand-over", handOverId);
            }

            var decision = HandOverRules.Return(row.ToHandOver(), new(scope.Actor.Id, scope.Actor.Name), reason, scope.Now);
            if (decision.Refusal is { } refusal)
            {
                return refusal;
            }

            book.Record(scope, row, decision.Events);
            return new ReturnHandOverResponse { HandOver = row.ToMessage() };
        }, stop);

    private async Task<Refusal?> PassLeadAsync(CommandScope<LeadsDb> scope, HandOverRow row, Owner receiver)
    {
        var lead = await scope.Db.Leads.Include(l => l.Account).SingleAsync(l => l.Id == row.LeadId, scope.Stop);
        if (lead.OwnerId != row.FromId || lead.ClosedAt is not null)
        {
            return new Refusal(RefusalKind.Precondition, "LEAD_MOVED", $"{lead.Number} is no longer {row.FromName}'s to hand over.");
        }

        if (await leads.WhyFullAsync(scope, lead, receiver) is { } full)
        {
            return full;
        }

        LeadBook.Record(scope, lead, LeadMoves.Assign(lead.ToLead(), receiver, true, $"{row.FromName} handed it over ({row.Number}).", scope.Now).Events);
        await PassRegistrationsAsync(scope, row, receiver, inCare: false);
        return null;
    }

    private async Task<Refusal?> PassCustomerAsync(CommandScope<LeadsDb> scope, HandOverRow row, Owner receiver)
    {
        await PassRegistrationsAsync(scope, row, receiver, inCare: true);
        var care = await scope.Db.Care.SingleOrDefaultAsync(c => c.AccountId == row.AccountId, scope.Stop);
        if (care is null)
        {
            scope.Db.Care.Add(new() { AccountId = row.AccountId, CsmId = receiver.Id, CsmName = receiver.Name, HandOverId = row.Id, Since = scope.Now });
        }
        else
        {
            (care.CsmId, care.CsmName, care.HandOverId, care.Since) = (receiver.Id, receiver.Name, row.Id, scope.Now);
        }

        return null;
    }

    private async Task PassRegistrationsAsync(CommandScope<LeadsDb> scope, HandOverRow row, Owner receiver, bool inCare)
    {
        var sender = new Owner(row.FromId, row.FromName);
        foreach (var registration in (await registrations.ActiveOfAsync(scope, row.AccountId)).Where(r => r.OwnerId == sender.Id))
        {
            registration.TeamIds = [.. scope.Actor.Teams.Order()];
            await registrations.RecordAsync(scope, registration, new RegistrationEvent.HandedOver(sender, receiver, inCare, RegistrationBook.NowFor(registration, scope.Now)));
        }
    }

    private static async Task<Participant> SenderAsync(CommandScope<LeadsDb> scope) =>
        await ParticipantAsync(scope, scope.Actor.Id) ?? new(new(scope.Actor.Id, scope.Actor.Name), [], null);

    private static async Task<Participant?> ParticipantAsync(CommandScope<LeadsDb> scope, Guid person)
    {
        var known = await scope.Db.KnownPeople.AsNoTracking().SingleOrDefaultAsync(p => p.Id == person, scope.Stop);
        return await scope.Db.RepProfiles.AsNoTracking().SingleOrDefaultAsync(p => p.Id == person, scope.Stop) is { } profile
            ? new(new(profile.Id, profile.Name), profile.Functions, Assigner.Absence(profile, known))
            : null;
    }
}
