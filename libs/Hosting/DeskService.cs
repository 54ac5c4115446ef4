namespace CoretimeDesk.Hosting;

/// <summary>Where every service's <c>Program.cs</c> begins.</summary>
/// <example><code>
/// var desk = DeskService.CreateBuilder(args, "leads");
/// desk.AddGrpcService&lt;LeadsGrpcService&gt;();
/// return await desk.Build().RunAsync();
/// </code></example>
public static class DeskService
{
    /// <summary>A builder with everything that services share.</summary>
    /// <param name="args">The process's arguments: settings, <c>--migrate</c>, <c>--version</c>.</param>
    /// <param name="appId">The service's name on the bus, in logs and traces; the variable <c>APP_ID</c> overrides it.</param>
    public static DeskServiceBuilder CreateBuilder(string[] args, string appId) => new(args, appId);
}
