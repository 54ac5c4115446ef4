using System.Net;
using static Microsoft.Playwright.Assertions;

namespace CoretimeDesk.Web.Tests.EndToEnd;

public sealed class SigningIn(DeskInABrowser desk)
{
    [Fact]
    public async Task A_wrong_password_is_told_as_nothing_more_and_the_right_one_opens_the_page_that_was_meant()
    {
        await using var visit = await desk.VisitAsync();
        await visit.Page.GotoAsync("/sale");
        await Expect(visit.Heading).ToHaveTextAsync("Sign in");
        await visit.TryAsync("rep@demo.localhost", "not it");
        await Expect(visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert)).ToContainTextAsync("E-mail or password is not right.");
        await visit.TryAsync("nobody@demo.localhost", "not it");
        await Expect(visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert)).ToContainTextAsync("E-mail or password is not right.");
        await visit.HasNoBarrierAsync();

        await visit.TryAsync("rep@demo.localhost", desk.PasswordOf("rep"));
        await visit.AliveAsync();
        Assert.EndsWith("/sale", visit.Page.Url, StringComparison.Ordinal);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task The_browser_holds_one_secret_that_no_script_can_read_and_no_token()
    {
        await using var visit = await desk.AsAsync("leadership");
        await visit.OpenAsync("/sale");
        var cookies = await visit.Page.Context.CookiesAsync();
        var session = Assert.Single(cookies, c => c.Name == "desk");
        Assert.True(session.HttpOnly);
        Assert.Equal(Microsoft.Playwright.SameSiteAttribute.Lax, session.SameSite);
        Assert.Equal(43, session.Value.Length);
        Assert.Equal("", await visit.Page.EvaluateAsync<string>("() => document.cookie"));
        Assert.Equal(0, await visit.Page.EvaluateAsync<int>("() => localStorage.length + sessionStorage.length"));
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    public async Task Nobody_is_led_away_by_the_address_to_go_on_to(string to)
    {
        await using var visit = await desk.VisitAsync();
        await visit.Page.GotoAsync($"/sign-in?to={Uri.EscapeDataString(to)}");
        await visit.TryAsync("administrator@demo.localhost", desk.PasswordOf("administrator"));
        await visit.AliveAsync();
        Assert.StartsWith(desk.Address, visit.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_ends_every_page_of_the_session_and_the_cookie_opens_nothing_any_more()
    {
        await using var visit = await desk.VisitAsync();
        await visit.SignInAsync("budget-holder@demo.localhost", desk.PasswordOf("budget-holder"));
        var before = await visit.Page.Context.CookiesAsync();
        var other = await visit.Page.Context.NewPageAsync();
        await other.GotoAsync("/sale");
        await other.Locator("[data-ready]").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Attached });

        await visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(visit.Heading).ToHaveTextAsync("Sign in");
        await other.WaitForURLAsync(url => url.Contains("/sign-in", StringComparison.Ordinal)); // At its next look, without being touched.

        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new(desk.Address) };
        http.DefaultRequestHeaders.Add("Cookie", $"desk={before.Single(c => c.Name == "desk").Value}");
        using var answer = await http.GetAsync("/sale");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith("/sign-in", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_of_another_page_signs_nobody_in_or_out()
    {
        await using (await desk.VisitAsync())
        {
        }

        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new(desk.Address) };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["_handler"] = "sign-in", ["Form.Email"] = "rep@demo.localhost", ["Form.Password"] = desk.PasswordOf("rep") });
        using var answer = await http.PostAsync("/sign-in", form);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie") && answer.Headers.GetValues("Set-Cookie").Any(c => c.StartsWith("desk=", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Too_many_tries_are_told_how_long_to_wait()
    {
        await using var visit = await desk.VisitAsync();
        await visit.Page.GotoAsync("/sign-in");
        var alert = visit.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert);
        for (var i = 0; i < 11; i++)
        {
            await visit.TryAsync("guesser@demo.localhost", $"guess {i}");
            await Expect(alert).ToBeVisibleAsync();
        }

        await Expect(alert).ToContainTextAsync("Too many tries. Try again in");
    }
}
