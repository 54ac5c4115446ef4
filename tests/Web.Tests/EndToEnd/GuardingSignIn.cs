using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoretimeDesk.Web.Tests.EndToEnd;

/// <summary>Second factor, passkeys, sessions and people, as somebody at a browser meets them.</summary>
public sealed class GuardingSignIn(DeskInABrowser desk)
{
    private const string Chosen = "tidal basin crossing 41";

    [Fact]
    public async Task Somebody_new_adds_an_app_signs_in_with_its_code_and_ends_a_session_elsewhere_until_an_administrator_resets_it()
    {
        await using var admin = await desk.AsAsync("administrator");
        var email = $"nora-{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()}@demo.localhost";
        await using var nora = await desk.VisitAsync();
        await LetInAsync(admin, nora, email);

        // An app is added; its recovery codes are shown once.
        await nora.OpenAsync("/me/security");
        await nora.LoadedAsync();
        await Expect(nora.Heading).ToHaveTextAsync("Security: password only");
        await nora.Page.Locator("#app-password").FillAsync("not the password");
        await nora.Page.GetByRole(AriaRole.Button, new() { Name = "Add an authenticator app" }).ClickAsync();
        await Expect(nora.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("is wrong");
        await nora.Page.Locator("#app-password").FillAsync(Chosen);
        await nora.Page.GetByRole(AriaRole.Button, new() { Name = "Add an authenticator app" }).ClickAsync();
        await Expect(nora.Page.Locator("svg.qr")).ToBeVisibleAsync();
        var key = (await nora.Page.Locator("[data-key-text]").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal);
        await nora.HasNoBarrierAsync();
        await nora.Page.Locator("#first-code").FillAsync(Code(key, 0));
        await nora.Page.GetByRole(AriaRole.Button, new() { Name = "Turn it on" }).ClickAsync();
        var codes = nora.Page.Locator("[data-recovery-codes] li");
        await Expect(codes).ToHaveCountAsync(10);
        var recovery = await codes.AllInnerTextsAsync();
        await nora.HasNoBarrierAsync();
        await nora.Page.GetByRole(AriaRole.Button, new() { Name = "I have kept them" }).ClickAsync();
        await Expect(nora.Heading).ToHaveTextAsync("Security: authenticator app");
        await Expect(codes).ToHaveCountAsync(0);

        // The password alone leads to the second step and no further.
        await nora.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(nora.Heading).ToHaveTextAsync("Sign in");
        await nora.TryAsync(email, Chosen);
        await Expect(nora.Heading).ToHaveTextAsync("Enter your code");
        await nora.HasNoBarrierAsync();
        Assert.DoesNotContain(await nora.Page.Context.CookiesAsync(), c => c.Name == "desk");
        await GiveCodeAsync(nora, "000000");
        await Expect(nora.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The code is not right");
        await GiveCodeAsync(nora, Code(key, 1));
        await nora.AliveAsync();

        // Another browser, by a recovery code; its session is ended from here.
        await using var phone = await desk.VisitAsync(isPhone: true);
        await phone.Page.GotoAsync("/sign-in");
        await phone.TryAsync(email, Chosen);
        await GiveCodeAsync(phone, recovery[0]);
        await phone.AliveAsync();
        await phone.OpenAsync("/sale");
        await nora.OpenAsync("/me/security");
        await nora.LoadedAsync();
        await Expect(nora.Page.Locator("[data-session]")).ToHaveCountAsync(2);
        await Expect(nora.Panel("Sign-ins")).ToContainTextAsync("password and recovery code");
        await nora.HasNoBarrierAsync();
        await nora.Page.GetByRole(AriaRole.Button, new() { Name = "End the session of" }).ClickAsync();
        await nora.Page.GetByRole(AriaRole.Group, new() { Name = "End this session?" }).GetByRole(AriaRole.Button, new() { Name = "End", Exact = true }).ClickAsync();
        await Expect(nora.Page.Locator("[data-session]")).ToHaveCountAsync(1);
        await phone.Page.WaitForURLAsync(url => url.Contains("/sign-in", StringComparison.Ordinal)); // At its next look, without being touched.

        // The phone is lost: an administrator takes the second factor away, which ends this session too.
        await admin.OpenAsync($"/admin/people?q={Uri.EscapeDataString(email)}");
        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "Nora Example" }).First.ClickAsync();
        await Expect(admin.Heading).ToHaveTextAsync("Nora Example: rep");
        await admin.LoadedAsync();
        await admin.HasNoBarrierAsync();
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Reset the second factor" }).ClickAsync();
        await admin.Page.GetByRole(AriaRole.Group, new() { Name = "Take app and passkeys away" }).GetByRole(AriaRole.Button, new() { Name = "Reset the second factor" }).ClickAsync();
        await Expect(admin.Panel("Sign-in")).ToContainTextAsync("Password only");
        await nora.Page.WaitForURLAsync(url => url.Contains("/sign-in", StringComparison.Ordinal));
        await nora.TryAsync(email, Chosen);
        await nora.AliveAsync();
        Assert.Empty(nora.Complaints);
        Assert.Empty(admin.Complaints);
    }

    [Fact]
    public async Task A_passkey_is_added_signs_in_without_a_password_and_opens_nothing_once_it_is_removed()
    {
        await using var visit = await desk.VisitAsync();
        var cdp = await visit.Page.Context.NewCDPSessionAsync(visit.Page);
        await cdp.SendAsync("WebAuthn.enable");
        await cdp.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
            },
        });
        await visit.SignInAsync("solution-engineer@demo.localhost", desk.PasswordOf("solution-engineer"));
        await visit.OpenAsync("/me/security");
        await visit.LoadedAsync();
        await visit.Page.Locator("#passkey-name").FillAsync("Test laptop");
        await visit.Page.Locator("#passkey-password").FillAsync(desk.PasswordOf("solution-engineer"));
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Expect(visit.Panel("Passkeys")).ToContainTextAsync("The passkey Test laptop was added.");
        await Expect(visit.Heading).ToHaveTextAsync("Security: 1 passkey");
        await visit.HasNoBarrierAsync();

        await SignOutAsync(visit);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await visit.AliveAsync();
        await visit.OpenAsync("/me/security");
        await visit.LoadedAsync();
        await Expect(visit.Panel("Passkeys")).ToContainTextAsync("last used");
        await Expect(visit.Panel("Sign-ins").Locator("tbody tr").First).ToContainTextAsync("passkey");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Remove the passkey Test laptop" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Group, new() { Name = "Remove Test laptop?" }).GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true }).ClickAsync();
        await Expect(visit.Panel("Passkeys")).ToContainTextAsync("The passkey Test laptop was removed.");
        await SignOutAsync(visit);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Expect(visit.Page.Locator("#sign-in-error")).ToContainTextAsync("This passkey opens nothing here");
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task Pages_for_people_are_closed_to_whoever_does_not_run_the_desk()
    {
        await using var visit = await desk.AsAsync("rep");
        var answer = await visit.Page.GotoAsync("/admin/people");
        Assert.Equal(403, answer!.Status);
    }

    /// <summary>An administrator creates somebody, who chooses a password.</summary>
    private static async Task LetInAsync(Visit admin, Visit nora, string email)
    {
        await admin.OpenAsync("/admin/people");
        await admin.LoadedAsync();
        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "Let somebody in" }).ClickAsync();
        await admin.Page.Locator("#new-name").FillAsync("Nora Example");
        await admin.Page.Locator("#new-email").FillAsync(email);
        await admin.Page.GetByRole(AriaRole.Group, new() { Name = "Roles" }).GetByLabel("rep", new() { Exact = true }).CheckAsync();
        await admin.HasNoBarrierAsync();
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Create", Exact = true }).ClickAsync();
        var password = await admin.Page.Locator("[data-one-time]").InputValueAsync();

        await nora.Page.GotoAsync("/sign-in");
        await nora.TryAsync(email, password);
        await Expect(nora.Heading).ToHaveTextAsync("Choose a password");
        await nora.Page.GetByLabel("One-time password").FillAsync(password);
        await nora.Page.GetByLabel("New password").FillAsync(Chosen);
        await nora.Page.GetByRole(AriaRole.Button, new() { Name = "Change the password" }).ClickAsync();
        await nora.AliveAsync();
    }

    private static async Task SignOutAsync(Visit visit)
    {
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(visit.Heading).ToHaveTextAsync("Sign in");
    }

    private static async Task GiveCodeAsync(Visit visit, string code)
    {
        await visit.Page.Locator("#code").FillAsync(code);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
    }

    /// <summary>What an authenticator app shows, some steps of 30 seconds from now (RFC 6238).</summary>
    [SuppressMessage("Security", "CA5350", Justification = "What apps do.")]
    private static string Code(string key, int steps)
    {
        var bits = string.Concat(key.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var bytes = Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2)).ToArray();
        var message = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(message, (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30) + steps);
        var hash = HMACSHA1.HashData(bytes, message);
        return ((BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xf)) & 0x7fffffff) % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }
}
