using System.Net;
using System.Text.RegularExpressions;
using CoretimeDesk.Quoting.Documents;
using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Quoting.Tests.Documents;
using CoretimeDesk.Quoting.Tests.Matching;

namespace CoretimeDesk.Quoting.Tests.Acceptance;

/// <summary>A customer with a link and a browser without scripts: reads, accepts, buys, and sees what came of it.</summary>
public sealed class AcceptingInABrowser(DocumentsWorld world) : IClassFixture<DocumentsWorld>
{
    private static readonly string[] SignFields = ["signer", "signature"];

    [Fact]
    public async Task The_page_says_what_to_sign_to_buy_and_to_accept()
    {
        using var key = new WalletKey();
        var quote = await world.SentAsync();
        await world.VerifiedAsync(quote, key.Account);
        var page = await PageAsync(await world.TokenAsync(quote));

        Assert.Contains("<dt>Price limit, each core</dt><dd class=\"key\">10 DOT</dd>", page, StringComparison.Ordinal);
        Assert.Matches("<textarea id=\"calldata\"[^>]* readonly[^>]*>0x2802</textarea>", page);
        Assert.Contains("href=\"https://wallet.example/#/extrinsics/decode/0x2802\">Open in a wallet</a>", page, StringComparison.Ordinal);
        Assert.Matches("<svg class=\"qr\" role=\"img\"[^>]*><path fill=\"#000\" d=\"M4 4h7", page);
        Assert.Contains(WebUtility.HtmlEncode($"I accept quote {quote.Number}, revision 1"), page, StringComparison.Ordinal);

        // Enough of the address for its owner, and no more; no typed name from a startup.
        var address = Substrate.AccountId32.Parse(key.Account).ToSs58(0);
        Assert.Contains($"<code>{address[..6]}…{address[^4..]}</code>", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.DoesNotContain(address, page, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"title\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http-equiv", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signature_is_taken_once_however_often_the_form_is_sent()
    {
        using var key = new WalletKey();
        var quote = await world.SentAsync();
        await world.VerifiedAsync(quote, key.Account);
        var token = await world.TokenAsync(quote);
        var form = Form(await PageAsync(token), "sign");
        (form["signer"], form["signature"]) = (key.Address, Hex(key.Sign(await TextAsync(token))));

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PostAsync(token, "sign", form)));

        Assert.All(answers, a => Assert.Equal((HttpStatusCode.SeeOther, $"/q/{token}?watch=1#status"), (a.Status, a.Location)));
        Assert.Equal(1L, await AcceptedAsync(quote));
        var after = await PageAsync(token, "?watch=1");
        Assert.Contains("signed by <code>", after, StringComparison.Ordinal);
        Assert.Contains("<meta http-equiv=\"refresh\" content=\"20\">", after, StringComparison.Ordinal);
        Assert.DoesNotContain("<form", after, StringComparison.Ordinal);

        // Without being asked to wait the page stays as it is: whoever copies call data is not disturbed.
        var plain = await PageAsync(token);
        Assert.DoesNotContain("http-equiv=\"refresh\"", plain, StringComparison.Ordinal);
        Assert.DoesNotContain("<form", plain, StringComparison.Ordinal);
        Assert.Contains("id=\"calldata\"", plain, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_stands_at_its_field_nothing_is_done_and_what_was_typed_stays()
    {
        using var key = new WalletKey();
        using var stranger = new WalletKey();
        var quote = await world.SentAsync();
        await world.VerifiedAsync(quote, key.Account);
        var token = await world.TokenAsync(quote);
        var text = await TextAsync(token);
        var page = await PageAsync(token);
        foreach (var (signer, signature, field) in new[]
        {
            ("<b>nobody</b>", Hex(key.Sign(text)), "signer"),
            (key.Address[..^1], Hex(key.Sign(text)), "signer"),
            (stranger.Address, Hex(stranger.Sign(text)), "signer"),
            (key.Address, "0x1", "signature"),
            (key.Address, "signed, honestly", "signature"),
            (key.Address, Hex(stranger.Sign(text)), "signature"),
            (key.Address, Hex(key.Sign(text + " ")), "signature"),
        })
        {
            var form = Form(page, "sign");
            (form["signer"], form["signature"]) = (signer, signature);
            var answer = await PostAsync(token, "sign", form);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
            Assert.Matches($"<input id=\"{field}\"[^>]*aria-invalid=\"true\" autofocus aria-describedby=\"{field}-hint {field}-error\">\n<p id=\"{field}-error\" class=\"error\">[^<]", answer.Page);
            Assert.DoesNotMatch($"<input id=\"{SignFields.Single(f => f != field)}\"[^>]*aria-invalid", answer.Page);
            Assert.Contains($"value=\"{WebUtility.HtmlEncode(signer)}\"", answer.Page, StringComparison.Ordinal);
            Assert.DoesNotContain("<b>nobody", answer.Page, StringComparison.Ordinal);

            // A no is remembered under its id: another try is another request.
            Assert.NotEqual(Form(answer.Page, "sign")["request_id"], form["request_id"]);
            page = answer.Page;
        }

        Assert.Equal(0L, await AcceptedAsync(quote));
        var right = Form(page, "sign");
        (right["signer"], right["signature"]) = ($" {key.Address} ", Hex(key.SignBare(text)).Insert(40, "\r\n "));
        Assert.Equal(HttpStatusCode.SeeOther, (await PostAsync(token, "sign", right)).Status);
        Assert.Equal(1L, await AcceptedAsync(quote));
    }

    [Fact]
    public async Task A_typed_name_is_taken_where_paper_is_needed_and_called_weaker()
    {
        var quote = await world.SentAsync(segment: "enterprise");
        var token = await world.TokenAsync(quote);
        var page = await PageAsync(token);
        Assert.Contains("Weaker than a signature", page, StringComparison.Ordinal);
        var form = Form(page, "name");
        (form["name"], form["title"]) = ("JQ", "Head of procurement");
        var wrong = await PostAsync(token, "name", form);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Contains("id=\"name-error\"", wrong.Page, StringComparison.Ordinal);
        Assert.Contains("value=\"Head of procurement\"", wrong.Page, StringComparison.Ordinal);
        Assert.Equal(0L, await AcceptedAsync(quote));

        form = Form(wrong.Page, "name");
        (form["name"], form["title"]) = ("Jane <Q.> Customer", "Head of procurement");
        Assert.Equal(HttpStatusCode.SeeOther, (await PostAsync(token, "name", form)).Status);

        Assert.Contains("typed name <bdi>Jane &lt;Q.&gt; Customer</bdi> (weaker", await PageAsync(token), StringComparison.Ordinal);
        Assert.Equal("127.0.0.1", await world.ScalarAsync<string>($"select address from quoting.acceptances where quote_id = '{quote.QuoteId}'"));
        Assert.Equal(0L, await world.ScalarAsync<long>("select count(*) from quoting.journal where payload::text like '%Jane%'"));
    }

    [Fact]
    public async Task A_typed_name_for_a_quote_that_takes_none_is_refused_in_words()
    {
        var quote = await world.SentAsync();
        var token = await world.TokenAsync(quote);
        var digest = MatchingWorld.DigestOf(quote);
        var form = Sealed(token, "name", digest);
        (form["name"], form["title"]) = ("Jane Customer", "Founder");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync(token, "name", form)).Status);
        Assert.Equal(0L, await AcceptedAsync(quote));
    }

    [Fact]
    public async Task A_form_that_did_not_come_from_the_page_is_refused()
    {
        using var key = new WalletKey();
        var (quote, other) = (await world.SentAsync(), await world.SentAsync());
        await world.VerifiedAsync(quote, key.Account);
        var (token, otherToken) = (await world.TokenAsync(quote), await world.TokenAsync(other));
        var good = Form(await PageAsync(token), "sign");
        (good["signer"], good["signature"]) = (key.Address, Hex(key.Sign(await TextAsync(token))));

        foreach (var (field, value) in new[] { ("seal", ""), ("seal", good["seal"][..^1]), ("request_id", $"{Guid.CreateVersion7()}"), ("digest", MatchingWorld.DigestOf(other)) })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(token, "sign", new(good) { [field] = value })).Status);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(otherToken, "sign", good)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(token, "name", good)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(token, "sign", good, "cross-site")).Status);
        using var json = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        using var answer = await world.Browser.PostAsync($"/q/{token}/sign", json);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Equal(0L, await AcceptedAsync(quote));

        // The same, as the page sent it.
        Assert.Equal(HttpStatusCode.SeeOther, (await PostAsync(token, "sign", good, "same-origin")).Status);
    }

    [Fact]
    public async Task What_no_longer_counts_and_what_nobody_made_cannot_be_accepted()
    {
        using var key = new WalletKey();
        var quote = await world.SentAsync();
        await world.VerifiedAsync(quote, key.Account);
        var token = await world.TokenAsync(quote);
        var form = Form(await PageAsync(token), "sign");
        (form["signer"], form["signature"]) = (key.Address, Hex(key.Sign(await TextAsync(token))));
        (await world.Of<QuoteDesk>().WithdrawAsync(QuotingWorld.As(world.Rita), QuotingWorld.IdOf(quote), "", CancellationToken.None)).OrThrow();

        Assert.Equal(HttpStatusCode.Gone, (await PostAsync(token, "sign", form)).Status);
        var unknown = LinkToken.Create();
        var forged = Sealed(unknown, "sign", MatchingWorld.DigestOf(quote));
        (forged["signer"], forged["signature"]) = (form["signer"], form["signature"]);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(unknown, "sign", forged)).Status);
        Assert.Equal(0L, await AcceptedAsync(quote));
    }

    [Fact]
    public async Task Who_tries_too_often_has_to_wait_and_others_do_not()
    {
        var (token, other) = (await world.TokenAsync(await world.SentAsync()), await world.TokenAsync(await world.SentAsync()));
        var form = Form(await PageAsync(token), "sign", orSeal: token);
        var seen = new List<HttpStatusCode>();
        for (var i = 0; i < 40 && !seen.Contains(HttpStatusCode.TooManyRequests); i++)
        {
            seen.Add((await PostAsync(token, "sign", form)).Status);
        }

        Assert.Contains(HttpStatusCode.TooManyRequests, seen);
        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await PostAsync(other, "sign", form)).Status);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(token)).Status);
    }

    [Fact]
    public async Task What_was_bought_is_told_with_its_date_first_and_the_page_rests_when_nothing_is_awaited()
    {
        using var key = new WalletKey();
        var quote = await world.SentAsync(periods: 1, cores: 2);
        await world.VerifiedAsync(quote, key.Account);
        var token = await world.TokenAsync(quote);
        await world.BoughtAsync(quote, key.Account);

        var half = await PageAsync(token, "?watch=1");
        Assert.Matches("<li><time datetime=\"[^\"]+\">\\d+ \\w+ 20\\d\\d \\d\\d:\\d\\d UTC</time><div><strong>Bought</strong>: core [\\d,]+, [^<]+ for <span class=\"num\">10 DOT</span><span class=\"block\">polkadot-coretime, block [\\d,]+ <code>0x", half);
        Assert.Contains("<strong>Final</strong>", half, StringComparison.Ordinal);
        Assert.Contains("http-equiv=\"refresh\"", half, StringComparison.Ordinal);
        Assert.Contains("1 core bought at or below the limit", await PageAsync(token), StringComparison.Ordinal);

        await world.BoughtAsync(quote, key.Account);
        var whole = await PageAsync(token, "?watch=1");
        Assert.Contains("Your purchase is final on the chain", whole, StringComparison.Ordinal);
        Assert.DoesNotContain("http-equiv=\"refresh\"", whole, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"calldata\"", await PageAsync(token), StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(whole, "<strong>Bought</strong>"));
    }

    [Fact]
    public async Task The_quote_is_shown_while_call_data_cannot_be_made()
    {
        var token = await world.TokenAsync(await world.SentAsync());
        try
        {
            world.Calls.Refusal = new(RefusalKind.Precondition, "SOURCE_AWAY", "an endpoint of the desk's own at 10.0.0.7");
            var page = await PageAsync(token);
            Assert.Contains("look again in a minute", page, StringComparison.Ordinal);
            Assert.DoesNotContain("10.0.0.7", page, StringComparison.Ordinal);
            Assert.Contains("Text to sign", page, StringComparison.Ordinal);
        }
        finally
        {
            world.Calls.Refusal = null;
        }
    }

    [Theory]
    [InlineData("sign")]
    [InlineData("name")]
    public async Task An_answer_to_a_form_that_is_loaded_again_leads_back_to_the_quote(string action)
    {
        using var answer = await world.Browser.GetAsync($"/q/{LinkToken.Create()}/{action}");
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.EndsWith("#accept", $"{answer.Headers.Location}", StringComparison.Ordinal);
    }

    private static string Hex(byte[] bytes) => $"0x{Convert.ToHexStringLower(bytes)}";

    private static Dictionary<string, string> Form(string page, string action, string? orSeal = null)
    {
        var form = Regex.Match(page, $"<form method=\"post\" action=\"/q/[\\w-]+/{action}#accept\">.*?</form>", RegexOptions.Singleline);
        Assert.True(form.Success || orSeal is not null, $"there is no form to {action}");
        return form.Success
            ? Regex.Matches(form.Value, "<input type=\"hidden\" name=\"(\\w+)\" value=\"([^\"]*)\">").ToDictionary(m => m.Groups[1].Value, m => WebUtility.HtmlDecode(m.Groups[2].Value))
            : Sealed(orSeal!, action, new string('0', 64));
    }

    /// <summary>What somebody with a link could send without having seen the form.</summary>
    private static Dictionary<string, string> Sealed(string token, string action, string digest)
    {
        var id = $"{Guid.CreateVersion7()}";
        var seal = System.Buffers.Text.Base64Url.EncodeToString(System.Security.Cryptography.HMACSHA256.HashData(
            System.Text.Encoding.UTF8.GetBytes(token), System.Text.Encoding.UTF8.GetBytes($"coretime-desk form 1\n{action}\n{id}\n{digest}")));
        return new() { ["request_id"] = id, ["digest"] = digest, ["seal"] = seal };
    }

    private async Task<string> TextAsync(string token) => (await world.ByLink.GetProgressAsync(new() { Token = token })).Accept.Text;

    private Task<long> AcceptedAsync(V1.Quote quote) =>
        world.ScalarAsync<long>($"select count(*) from quoting.journal where aggregate_id = '{quote.QuoteId}' and type = 'coretimedesk.quoting.QuoteAccepted.v1'");

    private async Task<string> PageAsync(string token, string query = "")
    {
        var (status, text) = await GetAsync(token, query);
        Assert.Equal(HttpStatusCode.OK, status);
        return text;
    }

    private async Task<(HttpStatusCode Status, string Page)> GetAsync(string token, string query = "")
    {
        using var answer = await world.Browser.GetAsync($"/q/{token}{query}");
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<(HttpStatusCode Status, string Page, string Location)> PostAsync(string token, string action, Dictionary<string, string> form, string? site = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/q/{token}/{action}") { Content = new FormUrlEncodedContent(form) };
        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }

        using var answer = await world.Browser.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(), $"{answer.Headers.Location}");
    }
}
