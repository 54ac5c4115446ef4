using CoretimeDesk.Hosting;
using CoretimeDesk.Quoting.Documents;
using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Quoting.V1;
using Grpc.Core;

namespace CoretimeDesk.Quoting.Tests.Documents;

public sealed class GivingALinkToTheCustomer(DocumentsWorld world) : IClassFixture<DocumentsWorld>
{
    [Fact]
    public async Task It_shows_the_quote_without_sign_in_and_the_desk_keeps_only_its_digest()
    {
        var quote = await world.SentAsync(sponsored: true);
        var made = await world.LinkAsync(quote);
        var token = DocumentsWorld.TokenOf(made.Url);
        Assert.Equal(LinkToken.Length, token.Length);
        Assert.Equal($"{world.Browser.BaseAddress}q/{token}", made.Url);
        Assert.Equal(QuotingWorld.Newest(quote).Snapshot.ValidUntil, made.Link.ExpiresAt);

        var opened = await world.Documents.OpenQuoteAsync(new() { Token = token });

        Assert.Equal(V1.LinkStanding.Open, opened.Standing);
        Assert.Equal(V1.QuoteState.Sent, opened.State);
        Assert.Equal(QuotingWorld.Newest(quote).Snapshot.QuoteSha256, opened.QuoteSha256);
        Assert.Contains(opened.QuoteSha256, opened.ArticleHtml, StringComparison.Ordinal);
        Assert.Contains("6 core-periods over 6 sale periods", opened.ArticleHtml, StringComparison.Ordinal);
        Assert.Equal(("10 DOT", true), (opened.PriceNow.Price, opened.PriceNow.WithinLimit));
        foreach (var table in new[] { "quote_links", "requests", "journal" })
        {
            Assert.Equal(0, await world.ScalarAsync<long>($"select count(*) from quoting.{table} t where position('{token}' in t::text) > 0"));
        }

        Assert.Equal(0, await world.ScalarAsync<long>($"select count(*) from quoting.requests where position(convert_to('{token}', 'utf8') in answer) > 0"));
    }

    [Fact]
    public async Task It_is_shown_once_however_often_the_request_is_repeated()
    {
        var quote = await world.SentAsync();
        var request = new CreateLinkRequest { RequestId = Guid.CreateVersion7().ToString(), Number = quote.Number };
        var first = await world.Documents.CreateLinkAsync(request, world.As(world.Rita));
        Assert.NotEmpty(first.Url);

        var repeat = await Assert.ThrowsAsync<RpcException>(() => world.Documents.CreateLinkAsync(request, world.As(world.Rita)).ResponseAsync);

        Assert.Equal("LINK_ALREADY_MADE", Refusals.ReasonOf(repeat));
        Assert.Single((await world.Documents.ListLinksAsync(new() { QuoteId = quote.QuoteId }, world.As(world.Rita))).Links);
    }

    [Fact]
    public async Task Unknown_malformed_and_revoked_ones_are_answered_alike()
    {
        var quote = await world.SentAsync();
        var made = await world.LinkAsync(quote);
        var revoked = DocumentsWorld.TokenOf(made.Url);
        Assert.NotNull((await world.Documents.RevokeLinkAsync(new() { RequestId = Guid.CreateVersion7().ToString(), LinkId = made.Link.LinkId }, world.As(world.Tom))).Link.RevokedAt);

        var answers = new List<(StatusCode, string, string?)>();
        foreach (var token in new[] { revoked, LinkToken.Create(), "", "x", new string('x', 5000), "' or 1=1 --", "../../etc" })
        {
            foreach (var call in new Func<Task>[]
            {
                () => world.Documents.OpenQuoteAsync(new() { Token = token }).ResponseAsync,
                () => token.Length == 0 ? world.Documents.OpenQuoteAsync(new()).ResponseAsync : world.Documents.ExportQuoteAsync(new() { Token = token }).ResponseAsync,
                () => token.Length == 0 ? world.Documents.OpenQuoteAsync(new()).ResponseAsync : world.Documents.RenderQuoteAsync(new() { Token = token, Format = QuoteFormat.Pdf }).ResponseAsync,
            })
            {
                var failure = await Assert.ThrowsAsync<RpcException>(call);
                answers.Add((failure.StatusCode, failure.Status.Detail, Refusals.ReasonOf(failure)));
            }
        }

        Assert.Single(answers.Distinct());
        Assert.Equal((StatusCode.NotFound, "NO_SUCH_LINK"), (answers[0].Item1, answers[0].Item3));
    }

    [Fact]
    public async Task It_ends_with_the_quote_and_says_how()
    {
        var withdrawn = await world.SentAsync();
        var superseded = await world.SentAsync();
        var (first, second) = (await world.TokenAsync(withdrawn), await world.TokenAsync(superseded));
        (await world.Of<QuoteDesk>().WithdrawAsync(QuotingWorld.As(world.Rita), QuotingWorld.IdOf(withdrawn), "changed our minds", CancellationToken.None)).OrThrow();
        (await world.Of<QuoteDesk>().ReviseAsync(QuotingWorld.As(world.Rita), QuotingWorld.IdOf(superseded), CancellationToken.None)).OrThrow();
        Assert.Equal(V1.LinkStanding.Open, (await world.Documents.OpenQuoteAsync(new() { Token = second })).Standing);
        var later = await world.SendAsync(superseded);

        Assert.Equal(V1.LinkStanding.Withdrawn, await StandingAsync(first));
        Assert.Equal(V1.LinkStanding.Superseded, await StandingAsync(second));
        Assert.Equal(2u, (await world.Documents.OpenQuoteAsync(new() { Token = await world.TokenAsync(later) })).Revision);

        async Task<V1.LinkStanding> StandingAsync(string token)
        {
            var over = await world.Documents.OpenQuoteAsync(new() { Token = token });
            Assert.Equal(("", ""), (over.ArticleHtml, over.QuoteSha256));
            Assert.Null(over.PriceNow);
            Assert.Equal("QUOTE_OVER", Refusals.ReasonOf(await Assert.ThrowsAsync<RpcException>(() => world.Documents.ExportQuoteAsync(new() { Token = token }).ResponseAsync)));
            Assert.Equal("QUOTE_OVER", Refusals.ReasonOf(await Assert.ThrowsAsync<RpcException>(() => world.Documents.RenderQuoteAsync(new() { Token = token, Format = QuoteFormat.Html }).ResponseAsync)));
            return over.Standing;
        }
    }

    [Fact]
    public async Task That_it_was_opened_is_recorded_once_a_day_however_many_look_at_once_and_not_for_colleagues()
    {
        var quote = await world.SentAsync();
        var made = await world.LinkAsync(quote);
        var token = DocumentsWorld.TokenOf(made.Url);
        await world.Documents.OpenQuoteAsync(new() { Token = token }, world.As(world.Rita));
        Assert.Equal(0, await OpenedAsync());

        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => world.Documents.OpenQuoteAsync(new() { Token = token }).ResponseAsync));
        Assert.Equal(1, await OpenedAsync());
        await world.Documents.OpenQuoteAsync(new() { Token = token });
        Assert.Equal(1, await OpenedAsync());
        Assert.NotNull((await world.Documents.ListLinksAsync(new() { Number = quote.Number }, world.As(world.Rita))).Links.Single().OpenedAt);

        Task<long> OpenedAsync() => world.ScalarAsync<long>($"select count(*) from quoting.journal where type = 'coretimedesk.quoting.QuoteOpened.v1' and aggregate_id = '{made.Link.LinkId}'");
    }

    [Fact]
    public async Task Only_those_who_work_on_a_quote_make_and_end_its_links()
    {
        var quote = await world.SentAsync();
        var made = await world.LinkAsync(quote);

        // To a rival there is no such quote, and no such link.
        Assert.Equal(StatusCode.NotFound, (await CreateAsync(world.Rob)).StatusCode);
        Assert.Equal(StatusCode.NotFound, (await RevokeAsync(world.Rob)).StatusCode);
        Assert.Equal("NOT_YOUR_QUOTE", Refusals.ReasonOf(await CreateAsync(world.Lena)));
        Assert.Equal("NOT_YOUR_QUOTE", Refusals.ReasonOf(await RevokeAsync(world.Lena)));
        Assert.Equal(StatusCode.PermissionDenied, (await CreateAsync(world.Sam)).StatusCode);
        Assert.Equal(V1.LinkStanding.Open, (await world.Documents.OpenQuoteAsync(new() { Token = DocumentsWorld.TokenOf(made.Url) })).Standing);

        async Task<RpcException> CreateAsync(Actor actor) => await Assert.ThrowsAsync<RpcException>(
            () => world.Documents.CreateLinkAsync(new() { RequestId = Guid.CreateVersion7().ToString(), QuoteId = quote.QuoteId }, world.As(actor)).ResponseAsync);

        async Task<RpcException> RevokeAsync(Actor actor) => await Assert.ThrowsAsync<RpcException>(
            () => world.Documents.RevokeLinkAsync(new() { RequestId = Guid.CreateVersion7().ToString(), LinkId = made.Link.LinkId }, world.As(actor)).ResponseAsync);
    }

    [Fact]
    public async Task There_is_none_to_what_was_not_sent()
    {
        var account = world.Customers.Add("startup", 13, world.Rita);
        var draft = (await world.Of<QuoteDesk>().DraftAsync(QuotingWorld.As(world.Rita), "", account, null, QuotingWorld.Ask(), CancellationToken.None)).OrThrow().Quote;
        var failure = await Assert.ThrowsAsync<RpcException>(() => world.LinkAsync(draft));
        Assert.Equal("NOT_SENT", Refusals.ReasonOf(failure));
    }

    [Fact]
    public async Task The_price_now_never_keeps_a_quote_from_being_shown()
    {
        var token = await world.TokenAsync(await world.SentAsync());
        world.Market.Refusal = new(RefusalKind.Precondition, "NOTHING_READ", "for the desk's own people");
        try
        {
            var opened = await world.Documents.OpenQuoteAsync(new() { Token = token });
            Assert.Equal(V1.LinkStanding.Open, opened.Standing);
            Assert.Contains("cannot be told", opened.PriceNow.Unavailable, StringComparison.Ordinal);
        }
        finally
        {
            world.Market.Refusal = null;
        }
    }
}
