using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace CoretimeDesk.ChainWatcher.Following;

/// <summary>The accounts and tasks that a fact's message names, in any role, so that facts can be found by them.</summary>
internal static class FactIndex
{
    private const int AccountLength = 66;

    private static readonly HashSet<string> TaskFields = ["task", "tasks", "para"];

    // The hashes of block and extrinsic are as long as an account.
    private static readonly HashSet<string> Hashes = ["genesis_hash", "block_hash", "extrinsic_hash", "fields", "after", "before"];

    public static (string[] Accounts, long[] Tasks) Of(IMessage message)
    {
        var (accounts, tasks) = (new SortedSet<string>(StringComparer.Ordinal), new SortedSet<long>());
        Collect(message, accounts, tasks);
        return ([.. accounts], [.. tasks]);
    }

    private static void Collect(IMessage message, SortedSet<string> accounts, SortedSet<long> tasks)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            if (field.HasPresence && !field.Accessor.HasValue(message))
            {
                continue;
            }

            var value = field.Accessor.GetValue(message);
            foreach (var item in field.IsRepeated ? ((System.Collections.IEnumerable)value).Cast<object>() : [value])
            {
                switch (item)
                {
                    case string { Length: AccountLength } text when !Hashes.Contains(field.Name) && text.StartsWith("0x", StringComparison.Ordinal):
                        accounts.Add(text);
                        break;
                    case uint number when TaskFields.Contains(field.Name):
                        tasks.Add(number);
                        break;
                    case IMessage inner when field.FieldType == FieldType.Message:
                        Collect(inner, accounts, tasks);
                        break;
                }
            }
        }
    }
}
