using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.Substrate.Tests.Rpc;

/// <summary>Reading subscriptions.</summary>
internal static class Items
{
    public static string Show<T>(SubscriptionItem<T> item) => item switch
    {
        SubscriptionItem<T>.Notification n => $"{n.Value}",
        SubscriptionItem<T>.Resubscribed r => $"resubscribed {r.Endpoint.Index}",
        _ => throw new InvalidOperationException(),
    };

    public static Task<SubscriptionItem<T>> FirstAsync<T>(RpcSubscription<T> subscription) => Task.Run(async () =>
    {
        await foreach (var item in subscription)
        {
            return item;
        }

        throw new InvalidOperationException("The subscription ended.");
    }).Soon();

    public static async Task<List<string>> TakeAsync<T>(RpcSubscription<T> subscription, int count)
    {
        var items = new List<string>();
        while (items.Count < count)
        {
            items.Add(Show(await FirstAsync(subscription)));
        }

        return items;
    }

    public static async Task<List<string>> TakeAllAsync<T>(RpcSubscription<T> subscription)
    {
        var items = new List<string>();
        await foreach (var item in subscription)
        {
            items.Add(Show(item));
        }

        return items;
    }
}
