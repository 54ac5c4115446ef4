using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CoretimeDesk.Insights.Shelf;

/// <summary>Reads all facts when the service starts, so that the first who asks need not wait for it.</summary>
internal sealed class ShelfWarming(FactShelf shelf, ILogger<ShelfWarming> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            _ = await shelf.ReadAsync(await shelf.UsualTokenAsync(stoppingToken), stoppingToken);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            log.LogInformation(e, "Facts could not be read at once; whoever asks first reads them.");
        }
    }
}
