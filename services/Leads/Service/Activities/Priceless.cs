using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace CoretimeDesk.Leads.Activities;

/// <summary>Answers for callers who see no price by any of their roles: what is written about a customer reaches them without amounts.</summary>
internal static class Priceless
{
    /// <summary>The answer as its caller may see it; changed in place.</summary>
    public static T WithoutAmountsFor<T>(this T answer, ServerCallContext context)
        where T : IMessage
    {
        var roles = context.GetActor().Roles;
        if (roles.Contains(Role.SolutionEngineer) && roles.All(r => r is Role.SolutionEngineer or Role.Partner or Role.Administrator))
        {
            Clean(answer);
        }

        return answer;
    }

    private static void Clean(IMessage message)
    {
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            switch (field)
            {
                case { IsMap: true }:
                    break;
                case { IsRepeated: true, FieldType: FieldType.Message }:
                    foreach (IMessage inner in (System.Collections.IList)field.Accessor.GetValue(message))
                    {
                        Clean(inner);
                    }

                    break;
                case { IsRepeated: true, FieldType: FieldType.String }:
                    var texts = (IList<string>)field.Accessor.GetValue(message);
                    for (var i = 0; i < texts.Count; i++)
                    {
                        texts[i] = AmountsInText.Without(texts[i]);
                    }

                    break;
                case { IsRepeated: false, FieldType: FieldType.Message } when field.Accessor.GetValue(message) is IMessage inner:
                    Clean(inner);
                    break;
                case { IsRepeated: false, FieldType: FieldType.String }:
                    field.Accessor.SetValue(message, AmountsInText.Without((string)field.Accessor.GetValue(message)));
                    break;
            }
        }
    }
}
