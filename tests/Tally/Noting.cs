using CoretimeDesk.Journal;
using CoretimeDesk.Leads.V1;

namespace CoretimeDesk.Tally;

internal sealed class Noting(TimeProvider time) : IEventHandler<TallyDb, AccountCreated>, IEventHandler<TallyDb, LeadOpened>, IEventHandler<TallyDb, LeadClaimed>
{
    public Task HandleAsync(AccountCreated message, CloudEvent envelope, CommandScope<TallyDb> scope) => Note(envelope, scope);

    public Task HandleAsync(LeadOpened message, CloudEvent envelope, CommandScope<TallyDb> scope) => Note(envelope, scope);

    public Task HandleAsync(LeadClaimed message, CloudEvent envelope, CommandScope<TallyDb> scope) => Note(envelope, scope);

    private Task Note(CloudEvent envelope, CommandScope<TallyDb> scope)
    {
        scope.Db.Applied.Add(new()
        {
            EventId = envelope.Id,
            AggregateId = envelope.AggregateId,
            Sequence = envelope.Sequence,
            DelayMs = (time.GetUtcNow() - envelope.Time).TotalMilliseconds,
        });
        return Task.CompletedTask;
    }
}
