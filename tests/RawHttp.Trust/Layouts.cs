using System.Text;

namespace RawHttp.Trust;

/// <summary>Where a system keeps what it trusts: a file, and folders in which a certificate is found by the hash of its subject.</summary>
public sealed class Layouts
{
    private const string Found = "a file named by the hash";
    private const string NotFound = "a file in the folder that is not named by the hash";
    private const string Read = "content that OpenSSL reads";
    private const string NotRead = "content that OpenSSL does not read, or that refuses";
    private const string ByStore = "what OpenSSL 3 takes besides through OSSL_STORE, and curl does not";
    private const string Folders = "several folders";
    private const string SystemFile = "SSL_CERT_FILE, or the folder beside it";
    private const string SystemFileDecides = "SSL_CERT_FILE against the folder: the file comes first";

    private readonly TrustCase _case = new Chain().Case("", "");
    private readonly byte[] _other;
    private readonly byte[] _namesake;
    private readonly byte[] _otherNamesake;
    private readonly byte[] _rejected;
    private readonly byte[] _root;
    private readonly string _hash;
    private readonly string _oldHash;

    public Layouts()
    {
        var other = Key.Of("prime256v1", "other");
        _root = Der(_case.Anchors);
        _other = TrustCase.Pem(Chain.MakeAuthority("Other", "Other", other, other).Encode());
        _namesake = TrustCase.Pem(Chain.MakeAuthority("Root", "Root", other, other).Encode());
        _otherNamesake = TrustCase.Pem(Chain.MakeAuthority("ROOT ", "ROOT ", other, other).Encode());
        _rejected = TrustCase.Rejected(_root);
        _hash = Hash("-subject_hash");
        _oldHash = Hash("-subject_hash_old");
    }

    public IReadOnlyList<Layout> All() => [.. Names(), .. Contents(), .. Lists(), .. Files()];

    /// <summary>Makes layouts and has them judged.</summary>
    public IReadOnlyList<Row> Run(IReadOnlyList<Layout> layouts, bool asksCurl = true)
    {
        var rows = new Row[layouts.Count];
        using var server = OpenSslServer.TryStart(_case)!;
        Parallel.For(0, layouts.Count, i =>
        {
            var folder = Directory.CreateTempSubdirectory("rawhttp-trust-").FullName;
            try
            {
                layouts[i].Make(folder);
                var environment = new Dictionary<string, string>
                {
                    ["SSL_CERT_DIR"] = layouts[i].Folders.Replace("@", folder, StringComparison.Ordinal),
                    ["SSL_CERT_FILE"] = layouts[i].File.Replace("@", folder, StringComparison.Ordinal),
                };
                var (ours, openSsl, curl) = Verdicts.OfEnvironment(server.Port, _case, environment, asksCurl);
                rows[i] = new Row(layouts[i].Group, layouts[i].Name, ours, openSsl, curl);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        });
        return rows;
    }

    private static byte[] Der(byte[] pem) =>
        System.Security.Cryptography.X509Certificates.X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(pem)).RawData;

    private static Layout In(string group, string name, Action<string> make, string folders = "@", string file = "") =>
        new(group, name, make, folders, file);

    private Layout Named(string group, string file, string? name = null) =>
        In(group, name ?? file.Replace(_hash, "HASH", StringComparison.Ordinal), folder => Write(folder, file, _case.Anchors));

    private IEnumerable<Layout> Names()
    {
        yield return Named(Found, $"{_hash}.0");
        yield return In(Found, "HASH.1 behind a namesake",
            folder => Write(folder, ($"{_hash}.0", _namesake), ($"{_hash}.1", _case.Anchors)));
        yield return In(Found, "HASH.0 before a namesake",
            folder => Write(folder, ($"{_hash}.0", _case.Anchors), ($"{_hash}.1", _namesake)));
        yield return In(Found, "HASH.0, a link", folder =>
        {
            Write(folder, "root.pem", _case.Anchors);
            File.CreateSymbolicLink(Path.Combine(folder, $"{_hash}.0"), "root.pem");
        });
        yield return In(Found, "HASH.0, a hidden folder",
            folder => Write(Directory.CreateDirectory(Path.Combine(folder, ".hidden")).FullName, $"{_hash}.0", _case.Anchors), "@/.hidden");
        yield return In(Found, "a path with / at its end", folder => Write(folder, $"{_hash}.0", _case.Anchors), "@/");
        foreach (var name in new[] { $"{_hash}.1", $"{_hash}.00", $"{_hash}.r0" })
        {
            yield return Named(ByStore, name);
        }

        yield return Named(ByStore, $"{_hash.ToUpperInvariant()}.0", "HASH.0 in capitals");
        foreach (var name in new[]
        {
            $"{_hash}.0.disabled", $"{_hash}.0~", $"{_hash}.0.pem", _hash, $"{_hash}.", $"{_hash}.a", $".{_hash}.0", $"0{_hash}.0",
            $"{_hash}-0", "root.pem", "root.crt", "root.pem.disabled", ".root.pem", "README",
        })
        {
            yield return Named(NotFound, name);
        }

        yield return Named(NotFound, $"{_oldHash}.0", "the old hash");
        yield return Named(NotFound, "00000000.0", "another hash");
        yield return In(NotFound, "HASH.2 behind a gap", folder => Write(folder, ($"{_hash}.0", _namesake), ($"{_hash}.2", _case.Anchors)));
        yield return In(NotFound, "HASH.0 in a folder below",
            folder => Write(Directory.CreateDirectory(Path.Combine(folder, "below")).FullName, $"{_hash}.0", _case.Anchors));
        yield return In(NotFound, "HASH.0, a link that leads nowhere",
            folder => File.CreateSymbolicLink(Path.Combine(folder, $"{_hash}.0"), "nowhere"));
        yield return In(NotFound, "HASH.0, a link to itself",
            folder => File.CreateSymbolicLink(Path.Combine(folder, $"{_hash}.0"), $"{_hash}.0"));
        yield return In(NotFound, "HASH.0, a folder",
            folder => Write(Directory.CreateDirectory(Path.Combine(folder, $"{_hash}.0")).FullName, "root.pem", _case.Anchors));
    }

    private IEnumerable<Layout> Contents()
    {
        var pem = Encoding.ASCII.GetString(_case.Anchors);
        foreach (var (group, name, octets) in new (string, string, byte[])[]
        {
            (Read, "TRUSTED CERTIFICATE", TrustCase.Pem("TRUSTED CERTIFICATE", _root)),
            (Read, "X509 CERTIFICATE", TrustCase.Pem("X509 CERTIFICATE", _root)),
            (Read, "text before it", [.. "a root\n"u8, .. _case.Anchors]),
            (Read, "CR LF", Encoding.ASCII.GetBytes(pem.Replace("\n", "\r\n", StringComparison.Ordinal))),
            (NotRead, "empty", []),
            (NotRead, "cut", _case.Anchors[..(_case.Anchors.Length / 2)]),
            (NotRead, "indented", Encoding.ASCII.GetBytes("  " + pem.Replace("\n", "\n  ", StringComparison.Ordinal))),
            (NotRead, "UTF-16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(pem)]),
            (NotRead, "marked as rejected", _rejected),
            (NotRead, "a namesake", _namesake),
        })
        {
            yield return In(group, $"HASH.0: {name}", folder => Write(folder, $"{_hash}.0", octets));
            yield return In(group, $"SSL_CERT_FILE: {name}", folder => Write(folder, "file", octets), "", "@/file");
        }

        yield return In(NotRead, "HASH.0: marked as rejected, root.pem: good",
            folder => Write(folder, ($"{_hash}.0", _rejected), ("root.pem", _case.Anchors)));
        yield return In(ByStore, "HASH.0: DER", folder => Write(folder, $"{_hash}.0", _root));
        yield return In(Read, "HASH.0: the right one behind another",
            folder => Write(folder, $"{_hash}.0", [.. _namesake, .. _case.Anchors]));
    }

    private IEnumerable<Layout> Lists()
    {
        Action<string> two = folder =>
        {
            Directory.CreateDirectory(Path.Combine(folder, "a"));
            Write(Directory.CreateDirectory(Path.Combine(folder, "b")).FullName, $"{_hash}.0", _case.Anchors);
        };
        foreach (var (name, folders) in new[]
        {
            ("the second", "@/a:@/b"), ("the first", "@/b:@/a"), ("an empty one before", ":@/b"), ("an empty one behind", "@/b:"),
            ("one that is not there before", "@/nowhere:@/b"), ("a file before", "/etc/passwd:@/b"), ("the same twice", "@/b:@/b"),
        })
        {
            yield return In(Folders, name, two, folders);
        }

        yield return In("folders that are none", "a list with ;", two, "@/a;@/b");
        yield return In(ByStore, "a file in place of a folder", two, $"@/b/{_hash}.0");
        yield return In("folders that are none", "one that is not there", two, "@/nowhere");
        yield return In("folders that are none", "empty", two, "");
    }

    private IEnumerable<Layout> Files()
    {
        yield return In(SystemFile, "the right one", folder => Write(folder, "file", _case.Anchors), "", "@/file");
        yield return In(SystemFile, "the right one behind another",
            folder => Write(folder, "file", [.. _namesake, .. _case.Anchors]), "", "@/file");
        yield return In(SystemFile, "larger than 4 MiB",
            folder => Write(folder, "file", [.. TrustCase.LongComment, .. _case.Anchors]), "", "@/file");
        yield return In(SystemFile, "another name, the right one in the folder",
            folder => Write(folder, ("file", _other), ($"{_hash}.0", _case.Anchors)), "@", "@/file");
        yield return In(SystemFile, "the right one, and in the folder, too",
            folder => Write(folder, ("file", _case.Anchors), ($"{_hash}.0", _case.Anchors)), "@", "@/file");
        yield return In(SystemFile, "one that cannot be read, the right one in the folder",
            folder => Write(folder, ("file", [.. _namesake, .. TrustCase.Broken]), ($"{_hash}.0", _case.Anchors)), "@", "@/file");
        yield return In(SystemFileDecides, "a namesake, the right one in the folder",
            folder => Write(folder, ("file", _namesake), ($"{_hash}.0", _case.Anchors)), "@", "@/file");
        yield return In(SystemFileDecides, "a namesake in other letters, the right one in the folder",
            folder => Write(folder, ("file", _otherNamesake), ($"{_hash}.0", _case.Anchors)), "@", "@/file");
        yield return In(SystemFileDecides, "marked as rejected, the right one in the folder",
            folder => Write(folder, ("file", _rejected), ($"{_hash}.0", _case.Anchors)), "@", "@/file");
        yield return In("files that are none", "a broken one behind the right one",
            folder => Write(folder, "file", [.. _case.Anchors, .. TrustCase.Broken]), "", "@/file");
        yield return In("files that are none", "a folder", folder => Write(folder, "root.pem", _case.Anchors), "", "@");
        yield return In("files that are none", "a list with :", folder => Write(folder, "file", _case.Anchors), "", "@/file:@/file");
        yield return In("files that are none", "DER", folder => Write(folder, "file", _root), "", "@/file");
        yield return In("files that are none", "one that is not there", _ => { }, "", "@/nowhere");
    }

    private static void Write(string folder, string name, byte[] octets) => File.WriteAllBytes(Path.Combine(folder, name), octets);

    private static void Write(string folder, params (string Name, byte[] Octets)[] files)
    {
        foreach (var (name, octets) in files)
        {
            Write(folder, name, octets);
        }
    }

    private string Hash(string option) =>
        Encoding.ASCII.GetString(Programs.Output("openssl", _case.Anchors, "x509", option, "-noout")).Trim();

}

/// <summary>One way in which a system may keep what it trusts.</summary>
/// <param name="Group">What it is a case of.</param>
/// <param name="Name">Which case.</param>
/// <param name="Make">Fills a folder.</param>
/// <param name="Folders">SSL_CERT_DIR, the folder as @.</param>
/// <param name="File">SSL_CERT_FILE, the folder as @.</param>
public sealed record Layout(string Group, string Name, Action<string> Make, string Folders, string File)
{
    public override string ToString() => $"{Group}: {Name}";
}
