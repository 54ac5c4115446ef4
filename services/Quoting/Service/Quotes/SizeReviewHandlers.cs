using CoretimeDesk.Journal;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Quoting.Data;

namespace CoretimeDesk.Quoting.Quotes;

/// <summary>Hears of Leads when a customer's size is reviewed, and when that is decided.</summary>
internal sealed class SizeReviewHandlers : IEventHandler<QuotingDb, SizeReviewOpened>, IEventHandler<QuotingDb, SizeReviewClosed>
{
    public Task HandleAsync(SizeReviewOpened message, CloudEvent envelope, CommandScope<QuotingDb> scope) =>
        SizeReviews.OpenedAsync(scope, Guid.Parse(message.ReviewId), Guid.Parse(message.AccountId), message.OpenedAt.ToDateTimeOffset());

    public Task HandleAsync(SizeReviewClosed message, CloudEvent envelope, CommandScope<QuotingDb> scope) =>
        SizeReviews.ClosedAsync(scope, Guid.Parse(message.ReviewId), message.ClosedAt.ToDateTimeOffset());
}
