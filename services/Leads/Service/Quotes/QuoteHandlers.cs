using System.Globalization;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Accounts;
using CoretimeDesk.Leads.Activities;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Quoting.V1;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Quotes;

/// <summary>
/// What becomes of quotes, in the customer's stream: the same events that the quote itself is made of, so that the two cannot tell different stories. Never
/// an amount: everybody who may see the customer sees the stream.
/// </summary>
internal sealed class QuoteHandlers(ActivityBook activities) :
    IEventHandler<LeadsDb, QuoteSent>,
    IEventHandler<LeadsDb, QuoteAccepted>,
    IEventHandler<LeadsDb, QuoteWon>,
    IEventHandler<LeadsDb, QuoteExpired>,
    IEventHandler<LeadsDb, QuoteWithdrawn>
{
    public Task HandleAsync(QuoteSent message, CloudEvent envelope, CommandScope<LeadsDb> scope) => EnterAsync(
        scope, message.AccountId, message.LeadId, message.Number, message.Revision, "sent", message.SentAt, $"was sent by {message.OwnerName}, valid until {Date(message.ValidUntil)}");

    public Task HandleAsync(QuoteAccepted message, CloudEvent envelope, CommandScope<LeadsDb> scope) => EnterAsync(
        scope, message.AccountId, message.LeadId, message.Number, message.Revision, "accepted", message.AcceptedAt, "was accepted by the customer");

    public Task HandleAsync(QuoteWon message, CloudEvent envelope, CommandScope<LeadsDb> scope) => EnterAsync(
        scope, message.AccountId, message.LeadId, message.Number, message.Revision, "won", message.WonAt, $"is won: {message.Chain}, block {message.BlockHash}, event {message.EventIndex}");

    public Task HandleAsync(QuoteExpired message, CloudEvent envelope, CommandScope<LeadsDb> scope) => EnterAsync(
        scope, message.AccountId, "", message.Number, message.Revision, "expired", message.ExpiredAt, "has run out");

    public Task HandleAsync(QuoteWithdrawn message, CloudEvent envelope, CommandScope<LeadsDb> scope) => EnterAsync(
        scope, message.AccountId, "", message.Number, message.Revision, "withdrawn", message.WithdrawnAt, "was withdrawn");

    private async Task EnterAsync(CommandScope<LeadsDb> scope, string accountId, string leadId, string number, uint revision, string what, Timestamp at, string words)
    {
        if (!Guid.TryParse(accountId, out var account) || await AccountBook.LiveIdAsync(scope.Db, account, scope.Stop) is not { } live)
        {
            return;
        }

        Guid? lead = Guid.TryParse(leadId, out var id) && await scope.Db.Leads.AnyAsync(l => l.Id == id && l.AccountId == live, scope.Stop) ? id : null;
        await activities.EnterAsync(scope, new(
            live, ActivityKind.Quote, ActivitySource.Quote, $"Quote {number}, revision {revision}, {words}.", at.ToDateTimeOffset(), LeadId: lead, Reference: $"quote {number} r{revision} {what}"));
    }

    private static string Date(Timestamp at) => at.ToDateTimeOffset().ToString("d MMM yyyy HH:mm", CultureInfo.InvariantCulture) + " UTC";
}
