using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Accounts;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Attachments;

/// <summary>Value cases and competitor comparisons.</summary>
public sealed class DocumentDesk(CommandRunner<LeadsDb> commands, IDbContextFactory<LeadsDb> contexts, TimeProvider time)
{
    /// <summary>Makes a file a document, or the next revision of one. <paramref name="owner"/> null means the caller.</summary>
    public Task<Outcome<PublishDocumentResponse>> PublishAsync(
        Command command, Guid attachmentId, DocumentKind kind, string title, Owner? owner, DateOnly reviewOn, Guid? revises, CancellationToken stop) =>
        commands.RunAsync<PublishDocumentResponse>(command, async scope =>
        {
            if (await scope.Db.Attachments.SingleOrDefaultAsync(a => a.Id == attachmentId, scope.Stop) is not { } file)
            {
                return Refusal.NotFound("attachment", attachmentId);
            }

            DocumentRow? before = null;
            if (revises is { } earlier)
            {
                if (await scope.Db.Documents.AsNoTracking().SingleOrDefaultAsync(d => d.Id == earlier, scope.Stop) is not { } named)
                {
                    return Refusal.NotFound("document", earlier);
                }

                before = await scope.Db.Documents.AsNoTracking().Where(d => d.SeriesId == named.SeriesId).OrderByDescending(d => d.Revision).FirstAsync(scope.Stop);
                if (before.Id != earlier)
                {
                    return new Refusal(RefusalKind.Precondition, "DOCUMENT_SUPERSEDED", $"\"{before.Title}\" has revision {before.Revision} of {before.PublishedAt:d MMMM yyyy HH:mm} UTC by now. Read it, and go on from there.")
                    {
                        Facts = new Dictionary<string, string> { ["document_id"] = before.Id.ToString(), ["revision"] = $"{before.Revision}" },
                    };
                }

                if (before.AccountId != file.AccountId)
                {
                    return Refusal.InvalidField("attachment_id", "is a file of another account than the document.");
                }
            }

            if (DocumentRules.WhyNot(kind, reviewOn, before?.Kind, Today(scope.Now)) is { } refusal)
            {
                return refusal;
            }

            var id = Guid.CreateVersion7(scope.Now);
            var row = new DocumentRow
            {
                Id = id,
                SeriesId = before?.SeriesId ?? id,
                Revision = (before?.Revision ?? 0) + 1,
                AccountId = file.AccountId,
                Kind = kind,
                Title = title,
                AttachmentId = attachmentId,
                OwnerId = owner?.Id ?? scope.Actor.Id,
                OwnerName = owner?.Name ?? scope.Actor.Name,
                ReviewOn = reviewOn,
                PublishedAt = scope.Now,
                PublishedBy = scope.Actor.Name,
                Attachment = file,
            };
            scope.Db.Documents.Add(row);
            scope.Append(row, "document", [new DocumentPublished { DocumentId = id.ToString(), AccountId = row.AccountId.ToString(), AttachmentId = attachmentId.ToString(), Revision = row.Revision }]);
            return new PublishDocumentResponse { Document = row.ToMessage(current: true, Today(scope.Now)) };
        }, stop);

    /// <summary>A page of an account's documents, newest first.</summary>
    public async Task<Outcome<ListDocumentsResponse>> ListAsync(Page page, Guid accountId, DocumentKind? kind, bool currentOnly, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        if (await AccountBook.LiveIdAsync(db, accountId, stop) is not { } live)
        {
            return Refusal.NotFound("account", accountId);
        }

        var found = db.Documents.AsNoTracking().Include(d => d.Attachment).Where(d => d.AccountId == live);
        if (kind is { } only)
        {
            found = found.Where(d => d.Kind == only);
        }

        if (currentOnly)
        {
            found = found.Where(d => !db.Documents.Any(n => n.SeriesId == d.SeriesId && n.Revision > d.Revision));
        }

        if (page.Before is { } before)
        {
            found = found.Where(d => d.Id < before);
        }

        var rows = await found.OrderByDescending(d => d.Id).Take(page.Size + 1).ToListAsync(stop);
        var series = rows.Select(r => r.SeriesId).Distinct().ToArray();
        var newest = await db.Documents.Where(d => series.Contains(d.SeriesId)).GroupBy(d => d.SeriesId).Select(g => new { g.Key, Revision = g.Max(d => d.Revision) }).ToDictionaryAsync(g => g.Key, g => g.Revision, stop);
        return new ListDocumentsResponse
        {
            Documents = { rows.Take(page.Size).Select(r => r.ToMessage(newest[r.SeriesId] == r.Revision, Today(time.GetUtcNow()))) },
            NextPageToken = page.NextToken(rows, r => r.Id),
        };
    }

    private static DateOnly Today(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime);
}
