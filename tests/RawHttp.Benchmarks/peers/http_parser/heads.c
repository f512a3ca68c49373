/* Times http_parser: "heads FILE..." prints for each file the nanoseconds that reading the head in it takes. */
#include <http_parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { HEADS = 500, BATCHES = 500 };

struct place { const char *at; size_t length; };

static struct place places[128];
static int count, is_done;

static int keep(http_parser *parser, const char *at, size_t length)
{
    (void)parser;
    places[count++ & 127] = (struct place){ at, length };
    return 0;
}

static int done(http_parser *parser)
{
    (void)parser;
    is_done = 1;
    return 0;
}

static double batch(const char *head, size_t length)
{
    http_parser_settings settings;
    http_parser_settings_init(&settings);
    settings.on_status = settings.on_header_field = settings.on_header_value = keep;
    settings.on_headers_complete = done;
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (int i = 0; i < HEADS; i++) {
        http_parser parser;
        http_parser_init(&parser, HTTP_RESPONSE);
        count = is_done = 0;
        http_parser_execute(&parser, &settings, head, length);
        if (!is_done)
            abort();
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    return ((end.tv_sec - start.tv_sec) * 1e9 + (end.tv_nsec - start.tv_nsec)) / HEADS;
}

static int compare(const void *one, const void *other)
{
    double difference = *(const double *)one - *(const double *)other;
    return (difference > 0) - (difference < 0);
}

int main(int arguments, char **files)
{
    for (int i = 1; i < arguments; i++) {
        static char head[1 << 16];
        FILE *file = fopen(files[i], "rb");
        size_t length = file ? fread(head, 1, sizeof head, file) : 0;
        double batches[BATCHES];
        for (int j = 0; j < BATCHES; j++)
            batches[j] = batch(head, length);
        qsort(batches, BATCHES, sizeof *batches, compare);
        printf("%.2f\n", batches[0]);
        fclose(file);
    }
}
