using System.Globalization;
using System.Reflection;
using System.Threading.RateLimiting;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Web.Desk;
using CoretimeDesk.Web.Pages;
using Grpc.Net.Client;
using Microsoft.AspNetCore.RateLimiting;

namespace CoretimeDesk.Web;

/// <summary>The process that browsers speak to.</summary>
internal static class WebHost
{
    private const int PerMinuteUsual = 120;
    private const int AcceptPerMinuteUsual = 12;

    /// <summary>Serves until it is stopped; <c>--version</c> and <c>--migrate</c> end at once, as with every service.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Contains("--version"))
        {
            Console.WriteLine($"web {Version}");
            return 0;
        }

        if (args.Contains("--migrate"))
        {
            var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
            if (DeskHosting.IsOn(configuration))
            {
                await DeskHosting.MigrateAsync(configuration, CancellationToken.None);
            }

            return 0;
        }

        await using var app = Build(args);
        await app.RunAsync();
        return 0;
    }

    /// <summary>The version that it was built as.</summary>
    public static string Version { get; } = typeof(WebHost).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "?";

    private static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        });

        // The framework writes the path of each request, and a path here holds the link's secret.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(GrpcChannel.ForAddress(QuotingOf(builder.Configuration)));
        builder.Services.AddSingleton(services => new DocumentsService.DocumentsServiceClient(services.GetRequiredService<GrpcChannel>()));
        builder.Services.AddSingleton(services => new CustomerService.CustomerServiceClient(services.GetRequiredService<GrpcChannel>()));
        builder.Services.AddSingleton<QuoteEndpoints>();
        builder.Services.AddSingleton<Readiness>();
        var (perMinute, acceptPerMinute) = (PerMinuteOf(builder.Configuration, "PerMinute", PerMinuteUsual), PerMinuteOf(builder.Configuration, "AcceptPerMinute", AcceptPerMinuteUsual));
        var isDesk = DeskHosting.IsOn(builder.Configuration);
        if (isDesk)
        {
            DeskHosting.Add(builder);
        }

        Proxies.Trust(builder);
        Draining.Add(builder);
        builder.Services.AddRateLimiter(limiter =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => LimitOf(context, perMinute));
            limiter.AddPolicy(QuoteEndpoints.AcceptLimit, context => AcceptLimitOf(context, acceptPerMinute));
            limiter.OnRejected = async (rejected, stop) =>
            {
                rejected.HttpContext.Response.Headers.RetryAfter = "60";
                await MessagePage.WriteAsync(rejected.HttpContext, StatusCodes.Status429TooManyRequests, "Too many requests", "Please wait a minute, then load the page again.", stop);
            };
        });

        var app = builder.Build();
        app.UseForwardedHeaders();
        app.Use(SecurityHeaders.AddAsync);
        app.Use(GuardAsync);
        app.UseRouting();
        if (isDesk)
        {
            // Before the limits: whoever is signed in is not counted with everybody behind the same address.
            app.Use(DeskHeaders.SetAsync);
            app.UseAuthentication();
            app.UseAuthorization();
        }

        app.UseRateLimiter();
        app.MapGet("/healthz", () => Results.Text("ok\n"));
        app.MapGet("/readyz", (Readiness readiness, CancellationToken stop) => readiness.AnswerAsync(stop));
        app.Services.GetRequiredService<QuoteEndpoints>().Map(app);
        if (isDesk)
        {
            DeskHosting.Map(app);
        }

        app.MapFallback((HttpContext context) => MessagePage.WriteAsync(context, StatusCodes.Status404NotFound, "There is no such page", "The address may be incomplete: copy the whole link.", context.RequestAborted));
        return app;
    }

    /// <summary>A fault of ours is told without a word of what it was.</summary>
    private static async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (e is not OperationCanceledException && !context.Response.HasStarted)
        {
            context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("CoretimeDesk.Web").LogError(e, "A page could not be made.");
            context.Response.Clear();
            SecurityHeaders.Set(context.Response);
            await MessagePage.WriteAsync(context, StatusCodes.Status500InternalServerError, "Something went wrong here", "It is not your fault. Please try again in a moment.", CancellationToken.None);
        }
    }

    private static RateLimitPartition<string> LimitOf(HttpContext context, int perMinute) => perMinute == 0 || context.Request.Path.StartsWithSegments("/healthz") || context.Request.Path.StartsWithSegments("/readyz")
        || context.User.Identity?.IsAuthenticated == true || context.GetEndpoint()?.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>() is not null
        ? RateLimitPartition.GetNoLimiter("")
        : RateLimitPartition.GetFixedWindowLimiter($"{context.Connection.RemoteIpAddress}", _ => new() { PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1) });

    // By link as well, so that customers behind one proxy do not use up each other's tries.
    private static RateLimitPartition<string> AcceptLimitOf(HttpContext context, int perMinute) => perMinute == 0
        ? RateLimitPartition.GetNoLimiter("")
        : RateLimitPartition.GetFixedWindowLimiter($"{context.Connection.RemoteIpAddress} {context.Request.RouteValues["token"]}", _ => new() { PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1) });

    private static Uri QuotingOf(ConfigurationManager configuration)
    {
        var text = configuration["Peers:Quoting"] is { Length: > 0 } given ? given : "http://127.0.0.1:7104";
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address!
            : throw new InvalidOperationException($"The setting Peers__Quoting is \"{text}\": give the address of the service that makes quotes, such as http://127.0.0.1:7104.");
    }

    private static int PerMinuteOf(ConfigurationManager configuration, string name, int usual) => configuration[$"Limits:{name}"] is not { Length: > 0 } text ? usual
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new InvalidOperationException($"The setting Limits__{name} is \"{text}\": give a whole number of requests, or 0 for no limit.");
}
