using CoretimeDesk.Web.Desk.Calls;
using CoretimeDesk.Web.Desk.Files;
using CoretimeDesk.Web.Desk.Frame;
using CoretimeDesk.Web.Desk.Sale;
using CoretimeDesk.Web.Desk.Sessions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using Npgsql;
using Radzen;

namespace CoretimeDesk.Web.Desk;

/// <summary>
/// The pages for people of the desk. They are served where <c>ConnectionStrings:Database</c> is set, since sessions and keys need a place that replicas share; without
/// it this process serves the customer's page alone, as one that the whole world may reach should.
/// </summary>
internal static class DeskHosting
{
    private const string Database = "Database";
    private const int PoolMax = 10;

    public static bool IsOn(IConfiguration configuration) => !string.IsNullOrWhiteSpace(configuration.GetConnectionString(Database));

    /// <summary>Makes the tables that are missing.</summary>
    public static async Task MigrateAsync(IConfiguration configuration, CancellationToken stop)
    {
        await using var database = Open(configuration);
        await WebSchema.CreateAsync(database, stop);
    }

    public static void Add(WebApplicationBuilder builder)
    {
        var services = builder.Services;

        // As built and not only as published: the styles and scripts of libraries lie in the packages then.
        builder.WebHost.UseStaticWebAssets();
        services.AddSingleton(_ => Open(builder.Configuration));
        services.AddDataProtection().SetApplicationName("CoretimeDesk.Web");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
            new ConfigureOptions<KeyManagementOptions>(options => options.XmlRepository = new WebKeyRing(provider.GetRequiredService<NpgsqlDataSource>())));
        services.AddSingleton<Peers>();
        services.AddSingleton(provider => provider.GetRequiredService<Peers>().Identity);
        services.AddSingleton(provider => provider.GetRequiredService<Peers>().Security);
        services.AddSingleton<SessionTable>();
        services.AddSingleton<SessionKeeper>();
        services.AddSingleton<Handover>();
        services.AddSingleton<SaleCurves>();
        services.AddSingleton(DeskSettings.Read(builder.Configuration));
        services.AddSingleton(provider => new SignInLimiter(provider.GetRequiredService<DeskSettings>().SignInTries));
        services.AddScoped<IDeskCalls, DeskCalls>();
        services.AddScoped<Clock>();
        services.AddHttpContextAccessor();
        services.AddRadzenComponents();
        services.AddRazorComponents().AddInteractiveServerComponents(circuits =>
        {
            // A laptop that was closed for a minute finds its page as it was.
            circuits.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(3);
            circuits.DisconnectedCircuitMaxRetained = 200;
        });
        services.AddCascadingAuthenticationState();
        services.AddAuthentication(SessionAuthentication.SchemeName).AddScheme<AuthenticationSchemeOptions, SessionAuthentication>(SessionAuthentication.SchemeName, null);
        services.AddAuthorizationBuilder().SetDefaultPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser()
            .RequireAssertion(context => !context.User.HasClaim(c => c.Type == SessionAuthentication.MustChangeClaim)).Build());
        services.AddAntiforgery(forms =>
        {
            forms.Cookie.Name = "desk-form";
            forms.Cookie.HttpOnly = true;
            forms.Cookie.SameSite = SameSiteMode.Strict;
            forms.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            forms.SuppressXFrameOptionsHeader = true; // Ours is stricter.
        });
    }

    public static void Map(WebApplication app)
    {
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null); // Part of our own policy.
        app.MapPost("/sign-out", SignOutAsync);
        app.MapPost("/theme", ThemeAsync);
        app.MapPost("/sign-in/passkey", PasskeyOptionsAsync);
        DeskFiles.Map(app);
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, SessionKeeper keeper, Microsoft.AspNetCore.Antiforgery.IAntiforgery forms)
    {
        if (!await forms.IsRequestValidAsync(context))
        {
            return Results.Redirect("/"); // A form of another page, or one that is older than the keys.
        }

        if (SessionCookie.KeyOf(context.Request) is { } key && await keeper.FindAsync(key, context.RequestAborted) is { } session)
        {
            await keeper.EndAsync(session, context.RequestAborted);
        }

        SessionCookie.Delete(context);
        return Results.Redirect("/sign-in");
    }

    /// <summary>What the page's script hands to the browser for a sign-in by passkey.</summary>
    private static async Task<IResult> PasskeyOptionsAsync(HttpContext context, SessionKeeper keeper, Microsoft.AspNetCore.Antiforgery.IAntiforgery forms)
    {
        if (!await forms.IsRequestValidAsync(context))
        {
            return Results.Json(new { error = "This page is too old. Load it again." }, statusCode: StatusCodes.Status400BadRequest);
        }

        try
        {
            var begun = await keeper.BeginPasskeyAsync(context.RequestAborted);
            return Results.Json(new { options = begun.OptionsJson, ceremony = begun.Ceremony });
        }
        catch (Grpc.Core.RpcException e)
        {
            return Results.Json(new { error = Trouble.Of(e, "The identity service").Text }, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static async Task<IResult> ThemeAsync(HttpContext context, Microsoft.AspNetCore.Antiforgery.IAntiforgery forms)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (await forms.IsRequestValidAsync(context))
        {
            ColourScheme.Set(context, form["theme"]);
        }

        return Results.Redirect(SessionAuthentication.LocalAddress(form["to"]));
    }

    private static NpgsqlDataSource Open(IConfiguration configuration)
    {
        var builder = new NpgsqlDataSourceBuilder(configuration.GetConnectionString(Database)) { Name = Database };
        builder.ConnectionStringBuilder.MaxPoolSize = PoolMax;
        return builder.Build();
    }
}
