using System.Text.RegularExpressions;
using Mono.Cecil;

namespace RawHttp.Tests.Docs;

/// <summary>Which folders of <c>src</c> use which, as the compiled assemblies show it.</summary>
internal sealed partial class Arrows
{
    private readonly Dictionary<string, string> _folders = [];
    private readonly SortedDictionary<string, SortedSet<string>> _uses = new(StringComparer.Ordinal);

    /// <summary>Derives the arrows.</summary>
    /// <param name="source">The folder <c>src</c>, which says where a type lies.</param>
    /// <param name="assemblies">The paths of what was compiled of it.</param>
    public Arrows(string source, params string[] assemblies)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories).Where(file => !Output().IsMatch(file)))
        {
            var text = File.ReadAllText(file);
            var folder = Path.GetDirectoryName(Path.GetRelativePath(source, file))!;
            foreach (Match type in Declaration().Matches(text))
            {
                _folders[$"{Namespace().Match(text).Groups[1].Value}.{type.Groups[1].Value}"] = folder;
            }

            if (Path.GetFileName(file) == "Program.cs")
            {
                // The class of top-level statements.
                _folders["Program"] = folder;
            }

            _uses.TryAdd(folder, new SortedSet<string>(StringComparer.Ordinal));
        }

        foreach (var assembly in assemblies)
        {
            using var module = ModuleDefinition.ReadModule(assembly);
            foreach (var type in module.GetTypes())
            {
                Add(type);
            }
        }
    }

    /// <summary>Each folder, and the others that it uses.</summary>
    public IReadOnlyDictionary<string, SortedSet<string>> Uses => _uses;

    /// <summary>The folders that are used, directly or not, by those that they use.</summary>
    public IEnumerable<string> OnCircles => _uses.Keys.Where(folder => Reached(folder).Contains(folder));

    private HashSet<string> Reached(string from)
    {
        var reached = new HashSet<string>();
        var next = new Stack<string>(_uses[from]);
        while (next.TryPop(out var folder))
        {
            if (reached.Add(folder))
            {
                foreach (var used in _uses[folder])
                {
                    next.Push(used);
                }
            }
        }

        return reached;
    }

    private void Add(TypeDefinition type)
    {
        if (FolderOf(type) is not { } from)
        {
            return;
        }

        foreach (var used in References(type).SelectMany(Parts).Select(FolderOf).OfType<string>().Where(folder => folder != from))
        {
            _uses[from].Add(used);
        }
    }

    private static IEnumerable<TypeReference?> References(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(each => each.InterfaceType),
        .. type.CustomAttributes.Select(each => each.AttributeType),
        .. type.Fields.Select(each => each.FieldType),
        .. type.Methods.SelectMany(References),
    ];

    private static IEnumerable<TypeReference?> References(MethodDefinition method)
    {
        yield return method.ReturnType;
        foreach (var parameter in method.Parameters)
        {
            yield return parameter.ParameterType;
        }

        foreach (var variable in method.HasBody ? method.Body.Variables : [])
        {
            yield return variable.VariableType;
        }

        foreach (var handler in method.HasBody ? method.Body.ExceptionHandlers : [])
        {
            yield return handler.CatchType;
        }

        foreach (var instruction in method.HasBody ? method.Body.Instructions : [])
        {
            switch (instruction.Operand)
            {
                case TypeReference used:
                    yield return used;
                    break;
                case MemberReference member:
                    yield return member.DeclaringType;
                    break;
            }
        }
    }

    // A generic type and its arguments, the elements of an array.
    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null => [],
        GenericInstanceType generic => [generic.ElementType, .. generic.GenericArguments.SelectMany(Parts)],
        TypeSpecification made => Parts(made.ElementType),
        _ => [type],
    };

    private string? FolderOf(TypeReference type)
    {
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        return _folders.GetValueOrDefault(type.FullName.Split('`')[0]);
    }

    [GeneratedRegex(@"^(?:public |internal |file )?(?:(?:static|sealed|abstract|readonly|ref|partial|unsafe) )*(?:class|record struct|record|struct|interface|enum|delegate \S+) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex("/(bin|obj)/")]
    private static partial Regex Output();
}
