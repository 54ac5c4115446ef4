using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.V1;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Quoting.Tests.Documents;

/// <summary>Behind the desk's back, with every right on the database. Has a world of its own: it is not fit to be used after.</summary>
public sealed class ChangingWhatWasSent(DocumentsWorld world) : IClassFixture<DocumentsWorld>
{
    [Fact]
    public async Task Gives_no_document_rather_than_a_wrong_one_and_is_found()
    {
        var (journalled, stored) = (await world.SentAsync(sponsored: true), await world.SentAsync());
        await world.Documents.ExportQuoteAsync(new() { QuoteId = journalled.QuoteId }, world.As(world.Rita));
        var token = await world.TokenAsync(stored);

        // Another digest in the row of the journal: the file that was to be made has no evidence any more.
        await world.ExecuteAsync($"""
            alter table quoting.journal disable trigger user;
            update quoting.journal set actor_name = 'Eve' where aggregate_id = '{journalled.QuoteId}' and type = 'coretimedesk.quoting.QuoteSent.v1'
            """);
        var failure = await Assert.ThrowsAsync<RpcException>(() => world.Documents.ExportQuoteAsync(new() { QuoteId = journalled.QuoteId }, world.As(world.Rita)).ResponseAsync);
        Assert.Equal(StatusCode.Internal, failure.StatusCode);
        var faults = await world.Of<SealAudit>().RunAsync(CancellationToken.None).Where(s => s.Fault is not null).ToListAsync();
        Assert.Contains(journalled.QuoteId, Assert.Single(faults).Fault, StringComparison.Ordinal);

        // A friendlier price in the frozen text: the page is not shown.
        var body = await world.ScalarAsync<byte[]>($"select body from quoting.revisions where quote_id = '{stored.QuoteId}'");
        var revision = V1.QuoteRevision.Parser.ParseFrom(body);
        revision.Snapshot.CanonicalTerms = revision.Snapshot.CanonicalTerms.Replace("\"limit\":\"1", "\"limit\":\"2", StringComparison.Ordinal);
        Assert.NotEqual(body, Google.Protobuf.MessageExtensions.ToByteArray(revision));
        await world.ExecuteAsync($"update quoting.revisions set body = decode('{Convert.ToHexString(Google.Protobuf.MessageExtensions.ToByteArray(revision))}', 'hex') where quote_id = '{stored.QuoteId}'");
        Assert.Equal(StatusCode.Internal, (await Assert.ThrowsAsync<RpcException>(() => world.Documents.OpenQuoteAsync(new() { Token = token }).ResponseAsync)).StatusCode);
    }
}
